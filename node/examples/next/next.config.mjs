// The addon is loaded when the server runs, and must not be put into a bundle.
export default { serverExternalPackages: ['cfsign'] }
