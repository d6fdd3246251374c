import type { Texts } from '../../../core/index.ts'

/** What is said of a client's addresses, and of the libraries that portals use. */
export const clientHelpTexts: Texts = {
  'console.lint.heading': { en: 'Its addresses', es: 'Sus direcciones' },
  'console.lint.first': { en: 'Look at these addresses first', es: 'Revise primero estas direcciones' },
  'console.lint.looked': { en: 'I have looked: they are meant so', es: 'Las revisé: deben ser así' },
  'console.lint.no-address': {
    en: '<code>{uri}</code> is no whole address. It begins with https:// and the name of the site.',
    es: '<code>{uri}</code> no es una dirección completa. Empieza con https:// y el nombre del sitio.',
  },
  'console.lint.fragment': {
    en: '<code>{uri}</code> has a part after #, which never arrives at a server. Leave that part out.',
    es: '<code>{uri}</code> tiene una parte después de #, que nunca llega al servidor. Quite esa parte.',
  },
  'console.lint.runs-code': {
    en: '<code>{uri}</code> would run code or open a file. Such an address is never a portal.',
    es: '<code>{uri}</code> ejecutaría código o abriría un archivo. Una dirección así nunca es un portal.',
  },
  'console.lint.wildcard': {
    en: '<code>{uri}</code> holds a *. Addresses are compared letter by letter: write each one down.',
    es: '<code>{uri}</code> contiene un *. Las direcciones se comparan letra por letra: escriba cada una.',
  },
  'console.lint.credentials': {
    en: '<code>{uri}</code> has a name or a password in it. Everybody could read it: leave it out.',
    es: '<code>{uri}</code> lleva un usuario o una contraseña. Cualquiera podría leerlo: quítelo.',
  },
  'console.lint.http-host': {
    en: '<code>{uri}</code> is not encrypted: somebody on the way could sign in as the person. Use https.',
    es: '<code>{uri}</code> no está cifrada: alguien en el camino podría entrar como esa persona. Use https.',
  },
  'console.lint.scheme-of-web': {
    en: '<code>{uri}</code> is the address of an app. Register an app for it, or use https.',
    es: '<code>{uri}</code> es la dirección de una aplicación. Registre una aplicación para ella o use https.',
  },
  'console.lint.scheme-not-reversed': {
    en: '<code>{uri}</code>: any app could take that scheme. Use a domain of yours backwards, such as <code>com.example.app:/callback</code>.',
    es: '<code>{uri}</code>: cualquier aplicación podría tomar ese esquema. Use su dominio al revés, como <code>com.example.app:/callback</code>.',
  },
  'console.lint.https-loopback-of-native': {
    en: '<code>{uri}</code>: on the device itself an app listens with http. Use http there.',
    es: '<code>{uri}</code>: en el propio dispositivo una aplicación escucha con http. Use http ahí.',
  },
  'console.lint.loopback': {
    en: '<code>{uri}</code> is somebody’s own computer. Good for trying things out; take it away before people come.',
    es: '<code>{uri}</code> es la computadora de alguien. Sirve para probar; quítela antes de que llegue la gente.',
  },
  'console.lint.twice': { en: '<code>{uri}</code> stands here twice.', es: '<code>{uri}</code> está dos veces.' },
  'console.lint.slash-twin': {
    en: '<code>{uri}</code> differs from another one in the slash at its end alone. These are two addresses: which one does the portal send?',
    es: '<code>{uri}</code> solo se distingue de otra en la barra final. Son dos direcciones: ¿cuál envía el portal?',
  },
  'console.lint.other-origin': {
    en: '<code>{uri}</code> is another site than the portal’s. People would end there after signing out.',
    es: '<code>{uri}</code> es otro sitio que el del portal. La gente terminaría allí al salir.',
  },
  'console.lint.query': {
    en: '<code>{uri}</code> has a part after ?. The portal has to send exactly that, every time.',
    es: '<code>{uri}</code> tiene una parte después de ?. El portal debe enviar exactamente eso, siempre.',
  },

  'console.try': { en: 'Try the sign-in', es: 'Probar la entrada' },
  'console.try.lead': {
    en: 'Makes a link for a real sign-in under the settings of this client. At the end it shows the decoded tokens. The portal hears nothing of it, and nothing is added to the client.',
    es: 'Crea un enlace para una entrada real con la configuración de este cliente. Al final muestra los tokens descifrados. El portal no se entera y al cliente no se le agrega nada.',
  },
  'console.try.submit': { en: 'Make a link', es: 'Crear un enlace' },
  'console.try.of': { en: 'Try the sign-in of {name}', es: 'Probar la entrada a {name}' },
  'console.try.made': {
    en: 'The link is made. Whoever opens it may use it.',
    es: 'El enlace está creado. Quien lo abra puede usarlo.',
  },
  'console.try.until': { en: 'Good until', es: 'Vale hasta' },
  'console.try.open': { en: 'Open it here', es: 'Abrirlo aquí' },
  'console.try.open.help': {
    en: 'Somebody else who signs in in this browser ends your own sign-in',
    es: 'Si otra persona entra en este navegador, termina la sesión de usted',
  },
  'console.try.elsewhere': {
    en: 'In a private window, or for somebody else',
    es: 'En una ventana privada o para otra persona',
  },
  'console.try.elsewhere.lead': {
    en: 'Copy it there to sign in as a test patient.',
    es: 'Cópielo allí para entrar como paciente de prueba.',
  },

  'console.quick': { en: 'Quick start', es: 'Primeros pasos' },
  'console.quick.help': { en: 'Code for the library that the portal uses', es: 'Código para la biblioteca del portal' },
  'console.quick.of': { en: 'Quick start for {name}', es: 'Primeros pasos para {name}' },
  'console.quick.lead': {
    en: 'Choose the library that the portal uses. The code has the real values of this client in it, its secret aside.',
    es: 'Elija la biblioteca que usa el portal. El código lleva los valores reales de este cliente, menos su secreto.',
  },
  'console.quick.libraries': { en: 'Libraries', es: 'Bibliotecas' },
  'console.quick.any': { en: 'For any other library', es: 'Para cualquier otra biblioteca' },
  'console.quick.any.lead': {
    en: 'Vestibule is a standard OpenID provider: these are all that a library asks for.',
    es: 'Vestibule es un proveedor OpenID estándar: esto es todo lo que pide una biblioteca.',
  },
  'console.quick.secret': {
    en: 'As it was shown when it was made; a new one is made on the client’s page',
    es: 'El que se mostró al crearlo; uno nuevo se crea en la página del cliente',
  },
  'console.quick.no-secret': { en: 'None', es: 'Ninguno' },
  'console.quick.filled': {
    en: 'Copy it as it is; the secret comes from the environment or a file, never from the code.',
    es: 'Cópielo tal cual; el secreto viene del entorno o de un archivo, nunca del código.',
  },
  'console.quick.filled-public': { en: 'Copy it as it is.', es: 'Cópielo tal cual.' },
  'console.quick.install': { en: 'Install', es: 'Instalar' },
  'console.quick.first': { en: 'Before it works', es: 'Antes de que funcione' },
  'console.quick.openid-client': { en: 'Any server on Node', es: 'Cualquier servidor en Node' },
  'console.quick.passport-strategy': { en: 'Express with Passport', es: 'Express con Passport' },
  'console.quick.auth-js': { en: 'Next.js and its like', es: 'Next.js y similares' },
  'console.quick.express-openid-connect': { en: 'Express', es: 'Express' },
  'console.quick.passport-openidconnect': {
    en: 'Older portals on Express with Passport',
    es: 'Portales antiguos en Express con Passport',
  },
  'console.quick.oidc-client-ts': { en: 'A page in the browser alone', es: 'Una página solo en el navegador' },
  'console.quick.mod-auth-openidc': { en: 'Anything behind Apache', es: 'Cualquier cosa detrás de Apache' },
  'console.quick.oauth2-proxy': {
    en: 'Anything that cannot sign people in by itself',
    es: 'Cualquier cosa que no pueda iniciar sesiones por sí misma',
  },
  'console.quick.spring-security': { en: 'Java with Spring Boot', es: 'Java con Spring Boot' },
  'console.quick.register-redirect': {
    en: 'This library answers at <code>{wanted}</code>; registered is <code>{registered}</code>. Register the first one as well.',
    es: 'Esta biblioteca responde en <code>{wanted}</code>; está registrada <code>{registered}</code>. Registre también la primera.',
  },
  'console.quick.register-logout': {
    en: 'To hear when people sign out elsewhere, have <code>{wanted}</code> registered as its back-channel logout address.',
    es: 'Para saber cuándo la gente sale en otro lugar, registre <code>{wanted}</code> como dirección de salida (back-channel).',
  },
  'console.quick.needs-pkce-optional': {
    en: 'This library knows no PKCE, which this client has to use. Register it with <code>pkce: optional</code>, or take another library.',
    es: 'Esta biblioteca no conoce PKCE, que este cliente debe usar. Regístrelo con <code>pkce: optional</code> o use otra biblioteca.',
  },
  'console.quick.needs-full-claims': {
    en: 'It reads names from the ID token where userinfo is skipped: that needs <code>id_token_claims: full</code>.',
    es: 'Lee los nombres del token de identidad si se omite userinfo: para eso hace falta <code>id_token_claims: full</code>.',
  },
  'console.quick.needs-basic': {
    en: 'It sends the secret in the header: this client is registered to send it in the body.',
    es: 'Envía el secreto en la cabecera: este cliente está registrado para enviarlo en el cuerpo.',
  },
  'console.quick.no-renewal': {
    en: 'Without <code>offline_access</code> people sign in again after ten minutes, mostly without a page.',
    es: 'Sin <code>offline_access</code> la gente vuelve a entrar a los diez minutos, casi siempre sin ver una página.',
  },
}
