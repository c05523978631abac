/** A notebook that cannot become a page; the message says where and what to change. */
export class ExportError extends Error {
  override name = "ExportError";

  /**
   * @param path The notebook's file.
   * @param cell Its cell, counted from 1 over cells of every kind; 0 for the whole.
   * @param requirement What must hold, and what is there instead.
   */
  constructor(readonly path: string, readonly cell: number, requirement: string) {
    const where = cell > 0 ? `cell ${cell} of '${path}'` : `'${path}'`;
    super(`Cannot export ${where} as ${requirement}`);
  }
}
