// The loader whose wasm is a file of its own, which stands beside this module.
import { boot } from "intercom-messenger-loader/wasm";

boot({ appId: "standin1", jwtUrl: "/api/messenger-token" });
