/** Signs in as `user`, in the place of whoever is, or out; gives the id of who is signed in then, or null. */
export async function change(user) {
  const response = await fetch(user ? "/login" : "/logout", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user ? { user } : {}),
  });
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  const account = await response.json();
  return account.user?.userId ?? null;
}
