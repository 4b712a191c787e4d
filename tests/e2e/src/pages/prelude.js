// Functions for every step of a journey; this code precedes the step's own.
const until = async (look, limit = 10_000) => {
  // The page's clock may be accelerated.
  const now = window.clock?.real ?? (() => performance.now());
  const end = now() + limit;
  for (;;) {
    let value;
    try {
      value = await look();
    } catch {
      value = undefined;
    }
    if (value || now() > end) return value;
    await new Promise((resolve) => {
      addEventListener("standin:change", resolve, { once: true });
      setTimeout(resolve, 20);
    });
  }
};
const api = async () => {
  const found = await until(() => window.loader ?? window.IntercomMessenger);
  if (!found) throw new Error("the loader's module is not on the page");
  return found;
};
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const told = (error) => {
  const ours = error instanceof (window.loader ?? window.IntercomMessenger).MessengerError;
  if (!ours) throw error;
  const { code, message, hint, retryable, cause } = error;
  return { code, message, hint, retryable, cause: cause == null ? null : String(cause) };
};
const outcome = (promise) => promise.then((value) => ({ Ok: value ?? null }), (error) => ({ Err: told(error) }));
