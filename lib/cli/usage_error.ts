/** A command that cannot be carried out as it was given; the message is for its user. */
export class UsageError extends Error {
  /** The class's name, for outputs and logs. */
  override name = "UsageError";
}
