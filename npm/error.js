/** A failure with a stable code and a hint that says what to do about it. */
export class MessengerError extends Error {}
