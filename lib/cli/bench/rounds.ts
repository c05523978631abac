/** Something that works only while it is measured. */
export interface Measured {
  /** Works for some seconds and gives its rate. */
  measure(seconds: number): Promise<number>;
}

/** The middle of some numbers, and their ends. */
export interface Spread {
  median: number;
  lowest: number;
  highest: number;
}

/** Which program takes a turn, on how many threads. */
export interface Turn {
  /** Its place in the list of programs. */
  program: number;
  threads: number;
}

/**
 * Orders a round's turns so that what is compared is measured one after the other.
 *
 *     ours 1, ours 2, PyTorch 2, PyTorch 1, ours without flags 1, ours without flags 2
 *
 * A program's numbers of threads follow one another, forwards and backwards in turn, so
 * that neighbouring programs meet on as many threads.
 *
 * @param programs How many programs there are; neighbours are compared.
 * @param threads The numbers of threads of each.
 */
export function orderTurns(programs: number, threads: readonly number[]): Turn[] {
  return Array.from({ length: programs }, (_, program) => {
    const order = program % 2 === 0 ? threads : threads.toReversed();
    return order.map((threads) => ({ program, threads }));
  }).flat();
}

/**
 * Measures several in turn, round by round, so that a machine that slows down slows all.
 *
 * Every second round goes backwards: whoever came first comes last. Between two turns is
 * a pause in which threads of the one before fall asleep. A first round is not counted.
 *
 * @param participants Who is measured; one works at a time.
 * @param options.rounds How many rounds count.
 * @param options.seconds How long a turn is.
 * @param options.pause Seconds between two turns.
 * @returns The rates of each participant, in the order of the rounds.
 */
export async function takeTurns(
  participants: readonly Measured[],
  { rounds, seconds, pause = 0.1 }: { rounds: number; seconds: number; pause?: number },
): Promise<number[][]> {
  const rates = participants.map((): number[] => []);
  const order = participants.map((_, i) => i);
  for (let round = 0; round <= rounds; round++) {
    for (const i of round % 2 === 0 ? order : order.toReversed()) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * pause));
      const rate = await participants[i].measure(round === 0 ? 0 : seconds);
      if (round > 0) rates[i].push(rate);
    }
  }
  return rates;
}

/**
 * The median and the range: of noisy times, they need no assumption.
 *
 * @param values At least one number; of an even count the two in the middle are averaged.
 * @throws {RangeError} If there is none.
 */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) {
    throw new RangeError(
      "Cannot find the median as there must be a number: there is none",
    );
  }
  const sorted = values.toSorted((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const lower = Math.ceil(sorted.length / 2) - 1;
  return {
    median: (sorted[lower] + sorted[upper]) / 2,
    lowest: sorted[0],
    highest: sorted[sorted.length - 1],
  };
}

/**
 * How many times another's rate one's is: the median of the rounds' ratios.
 *
 *     ratio = median over rounds of rate / other rate
 *
 * A machine that is slow for a while slows both turns of a round, so their ratio stays.
 * The ratio of the two medians may pair a quiet round with a busy one.
 *
 * @param rates One's rate in each round.
 * @param others The other's in the same rounds.
 * @throws {RangeError} If there is no round, or one lacks a turn.
 */
export function pairedRatio(rates: readonly number[], others: readonly number[]): number {
  if (rates.length !== others.length) {
    throw new RangeError(
      `Cannot compare rates as both must have had their turn in each round: ` +
        `there are ${rates.length} and ${others.length} turns`,
    );
  }
  return spread(rates.map((rate, round) => rate / others[round])).median;
}
