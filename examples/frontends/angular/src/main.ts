import { inject } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { Router, provideRouter } from "@angular/router";
import { provideMessenger } from "intercom-messenger-loader/angular";
import { Account } from "./app/account";
import { App, Home, Orders } from "./app/app";
import { environment } from "./environments/environment";

bootstrapApplication(App, {
  providers: [
    provideRouter([
      { path: "", component: Home },
      { path: "orders", component: Orders },
    ]),
    provideMessenger(
      { ...environment, jwtUrl: "/api/messenger-token" },
      { user: () => inject(Account).userId, router: Router },
    ),
  ],
}).catch((error) => console.error(error));
