export { redact, secretsOf } from '../redact.js';
export { boundedFetch, type Fetch } from './bounded-fetch.js';
export { type HttpClient, type HttpClientOptions, httpClient } from './http-client.js';
export { type ErrorDescription, type HttpErrorOptions, httpError, requestIdOf } from './http-error.js';
export type { HttpAnswer, HttpRequest } from './http-request.js';
export { networkError } from './network-error.js';
export { type AccessTokens, type AccessTokensOptions, accessTokens } from './oauth/access-tokens.js';
export {
  type ClientCredentials,
  type OAuth,
  type OAuthOptions,
  oauth,
  type PendingSignIn,
} from './oauth/oauth.js';
export { type StoredTokensOptions, storedTokens } from './oauth/stored-tokens.js';
export { type ChangeTokens, memoryTokens, type TokenStore } from './oauth/token-store.js';
export type { Tokens } from './oauth/tokens.js';
export { type OutsideFetchOptions, outsideFetch } from './outside/outside-fetch.js';
export { type HeaderReader, type RateLimit, rateLimitOf, retryAfterOf } from './rate-limit.js';
