"""Makes lmdb_fixture.mdb for lmdb_test.ts:  python3 lmdb_fixture.py  (pip install lmdb==3.0.0)

300 entries under keys like LSUN's, 40 hexadecimal digits, in a tree of two levels; five
values are long enough for pages of their own. The value of key k is SHA-256(k), repeated
up to its length.
"""

import hashlib
import os
import sys
import tempfile

import lmdb


def key(i):
    return hashlib.sha1(b"%d" % i).hexdigest().encode()


def value(k, i):
    length = 3000 if i % 60 == 0 else 20 + int(k[:2], 16) % 60
    digest = hashlib.sha256(k).digest()
    return (digest * (length // 32 + 1))[:length]


def make(path, count):
    folder = tempfile.mkdtemp()
    with lmdb.open(folder, map_size=2**34, sync=False) as database:
        with database.begin(write=True) as transaction:
            for i in range(count):
                transaction.put(key(i), value(key(i), i))
    os.replace(os.path.join(folder, "data.mdb"), path)


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) > 1 else __file__.replace(".py", ".mdb")
    make(path, int(sys.argv[2]) if len(sys.argv) > 2 else 300)
