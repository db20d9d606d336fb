import web from './express.js'

export const { signedCookies, signedRedirect, verifySigned } = web
