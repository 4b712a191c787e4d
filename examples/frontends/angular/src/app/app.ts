import { Component, computed, inject } from "@angular/core";
import { RouterLink, RouterOutlet } from "@angular/router";
import { MessengerService } from "intercom-messenger-loader/angular";
import { Account } from "./account";

@Component({ template: "home" })
export class Home {}

@Component({ template: "orders" })
export class Orders {}

@Component({
  selector: "app-root",
  imports: [RouterLink, RouterOutlet],
  template: `
    <p>The Messenger is for: <output id="who">{{ who() }}</output></p>
    <button id="sign-in-ada" (click)="sign('ada')">Sign in as Ada</button>
    <button id="sign-in-grace" (click)="sign('grace')">Sign in as Grace</button>
    <button id="sign-out" (click)="sign(null)">Sign out</button>
    <nav>
      <a id="to-home" routerLink="/">Home</a>
      <a id="to-orders" routerLink="/orders">Orders</a>
    </nav>
    <main id="route"><router-outlet /></main>
  `,
})
export class App {
  readonly #account = inject(Account);
  readonly #messenger = inject(MessengerService);

  readonly who = computed(() => {
    const { session, lastError } = this.#messenger.state();
    if (!session) {
      return lastError?.message ?? "…";
    }
    return session.kind === "user" ? session.userId : "visitor";
  });

  async sign(user: string | null): Promise<void> {
    await this.#messenger.shutdown(); // before the server's session ends
    await this.#account.change(user);
  }
}
