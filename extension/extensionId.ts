/**
 * The extension id that follows from the manifest key below: the first 16 bytes of the SHA-256 of its DER, written with the letters a to p
 * (https://developer.chrome.com/docs/extensions/reference/manifest/key). A fixed id is what lets the Worker name its redirect address.
 */
export const EXTENSION_ID = "elobbknjccofgicnmaoggeeecgjcnhme";

/** Public half only; nothing is signed with it. */
export const EXTENSION_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvxKhc2BwIaJlhPPoL5+m3crdzpwPZE1jO68ebBaNMVbIDn4lce/sOBvA6CmMR8PFKUzyDGqOaLEmppR/CFg4y1axrBAcXixBChoPsFPywLbV4tDAjT+6HRbIoPF6ZfzqLWXjhEGo5xYVm3GndNcICkkNA5XD65SJwBehq6nP/HtDEiASmX+kzNHnCspvbhL3gcOvZ0v++3An9KlhA5Z1uIrs1BN8ind3ZPGKwpuF4wxgc1qUzUTaXzBhBNEuhrku4Coree6d8CPPJuFYVRrhJY5VUaBO/3pnb37IYzsd47sEX9cP5wuxL+g7JWJOiTs4aIRoGPz5zINQ2DUuW3GGwwIDAQAB";
