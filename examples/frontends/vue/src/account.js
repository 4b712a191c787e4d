import { ref } from "vue";

/** The id of who is signed in, null for nobody. Unknown at first: then the endpoint says who it is. */
export const user = ref();

/** Signs in as somebody, in the place of whoever is, or out. */
export async function change(name) {
  const response = await fetch(name ? "/login" : "/logout", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(name ? { user: name } : {}),
  });
  if (!response.ok) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  const account = await response.json();
  user.value = account.user?.userId ?? null;
}
