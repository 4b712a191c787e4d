import { Injectable, signal } from "@angular/core";

@Injectable({ providedIn: "root" })
export class Account {
  /** Who is signed in, null for nobody. Unknown at first: then the endpoint says who it is. */
  readonly userId = signal<string | null | undefined>(undefined);

  /** Signs in as somebody, in the place of whoever is, or out. */
  async change(user: string | null): Promise<void> {
    const response = await fetch(user ? "/login" : "/logout", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(user ? { user } : {}),
    });
    if (!response.ok) {
      throw new Error(`${response.url} answered ${response.status}`);
    }
    const account = await response.json();
    this.userId.set(account.user?.userId ?? null);
  }
}
