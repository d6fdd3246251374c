/** With the first SAML insurer: 20 MB that an installation without one does not need. */
export const loadSaml = () => import('@node-saml/node-saml')
