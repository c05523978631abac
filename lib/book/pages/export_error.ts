/** A notebook that cannot become a page; the message says where and why. */
export class ExportError extends Error {
  /** The class's name, for logs. */
  override name = "ExportError";
  /** The notebook's file. */
  readonly path: string;

  /**
   * @param path The notebook's file.
   * @param where The place in it, such as "code cell 3".
   * @param requirement What must hold, and what is there instead.
   */
  constructor(path: string, where: string, requirement: string) {
    super(`Cannot export ${path}, ${where}, as ${requirement}`);
    this.path = path;
  }
}
