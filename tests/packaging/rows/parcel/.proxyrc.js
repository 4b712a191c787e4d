const http = require("node:http");

// Address of the application's own backend during development.
module.exports = (app) =>
  app.use("/api", ({ originalUrl: path, headers }, response) => {
    http.get(process.env.BACKEND + path, { headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
  });
