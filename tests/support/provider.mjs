/** A certified provider of OpenID Connect on this machine: node provider.mjs '{"port", "client", "keys", "accounts"}' */
import { Provider } from "oidc-provider";

const { port, client, keys, accounts } = JSON.parse(process.argv[2]);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys },
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
