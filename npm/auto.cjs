// For require("intercom-messenger-loader/auto"): the script tag's file, which does nothing where there is no page.
import("./auto.js");
