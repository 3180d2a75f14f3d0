/** What a user asked for cannot be done; the message says what was expected, what was received and the remedy. */
export class Refusal extends Error {
  override name = "Refusal";
}
