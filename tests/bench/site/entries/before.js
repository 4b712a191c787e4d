// Another build of the loader, in target/bench-before/, to compare with.
import { boot } from "intercom-messenger-loader/before";

boot({ appId: "standin1", jwtUrl: "/api/messenger-token" });
