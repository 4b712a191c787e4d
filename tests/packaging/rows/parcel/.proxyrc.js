const http = require("node:http");

// Where the application's own backend listens while one works on it.
module.exports = (app) =>
  app.use("/api", ({ originalUrl: path, headers }, response) => {
    http.get(process.env.BACKEND + path, { headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
  });
