import assert from "node:assert/strict";
import { bookDataFolder, jupyterKernelsFolder, type UserPlace } from "./user_folders.ts";

const place = (os: UserPlace["os"], variables: Record<string, string>): UserPlace => ({
  os,
  variable: (name) => variables[name],
});

Deno.test("bookDataFolder() follows each system's custom, and XDG_DATA_HOME", () => {
  const home = { HOME: "/u" };
  assert.equal(bookDataFolder(place("linux", home)), "/u/.local/share/dcgan-book");
  assert.equal(
    bookDataFolder(place("darwin", home)),
    "/u/Library/Application Support/dcgan-book",
  );
  assert.equal(
    bookDataFolder(place("linux", { ...home, XDG_DATA_HOME: "/d" })),
    "/d/dcgan-book",
  );
  assert.throws(() => bookDataFolder(place("linux", {})), /HOME must be set: it is not/);
});

Deno.test("jupyterKernelsFolder() is where Jupyter looks, and JUPYTER_DATA_DIR", () => {
  const home = { HOME: "/u" };
  assert.equal(
    jupyterKernelsFolder(place("linux", home)),
    "/u/.local/share/jupyter/kernels",
  );
  assert.equal(jupyterKernelsFolder(place("darwin", home)), "/u/Library/Jupyter/kernels");
  assert.equal(
    jupyterKernelsFolder(place("linux", { ...home, JUPYTER_DATA_DIR: "/j" })),
    "/j/kernels",
  );
});
