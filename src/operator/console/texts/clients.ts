import type { Texts } from '../../../core/index.ts'

/** Words of the pages about clients: portals, apps and programs. */
export const clientTexts: Texts = {
  'console.clients': { en: 'Clients', es: 'Clientes' },
  'console.clients.help': { en: 'Portals, apps and programs', es: 'Portales, aplicaciones y programas' },
  'console.clients.lead': {
    en: 'Portals, apps and programs that people sign in to here.',
    es: 'Portales, aplicaciones y programas en los que la gente entra desde aquí.',
  },
  'console.clients.registered': { en: 'Registered', es: 'Registrados' },
  'console.clients.none': { en: 'There is none yet.', es: 'Aún no hay ninguno.' },
  'console.clients.new': { en: 'New client', es: 'Cliente nuevo' },
  'console.clients.create': { en: 'Register it', es: 'Registrarlo' },
  'console.clients.about': { en: 'About', es: 'Detalles' },
  'console.clients.edit': { en: 'Change', es: 'Cambiar' },
  'console.clients.edit.title': { en: 'Change {name}', es: 'Cambiar {name}' },
  'console.clients.name': { en: 'Name', es: 'Nombre' },
  'console.clients.id': { en: 'Client id', es: 'Identificador' },
  'console.clients.id.hint': {
    en: 'The portal sends it as client_id. It cannot be changed later.',
    es: 'El portal lo envía como client_id. No se puede cambiar después.',
  },
  'console.clients.id.wanted': {
    en: 'Use lower-case letters, digits, dots and dashes, such as <code>eastside-portal</code>',
    es: 'Use minúsculas, cifras, puntos y guiones, como <code>eastside-portal</code>',
  },
  'console.clients.name-en': { en: 'Name in English', es: 'Nombre en inglés' },
  'console.clients.name-es': { en: 'Name in Spanish', es: 'Nombre en español' },
  'console.clients.name.wanted': { en: 'Say what people call it', es: 'Diga cómo la llama la gente' },
  'console.clients.organization': { en: 'Organization', es: 'Organización' },
  'console.clients.organization.hint': {
    en: 'Whose look its sign-in pages have, and whose patients it is for.',
    es: 'De quién es el aspecto de sus páginas y de quién son los pacientes.',
  },
  'console.clients.installation': { en: 'The installation', es: 'La instalación' },
  'console.clients.kept-by': { en: 'Changed', es: 'Se cambia' },
  'console.clients.redirect-uris': { en: 'Redirect URIs', es: 'URI de redirección' },
  'console.clients.redirect-uris.hint': {
    en: 'One on each line, just as the portal sends it.',
    es: 'Una en cada línea, tal como la envía el portal.',
  },
  'console.clients.redirect-uris.wanted': {
    en: 'Each line is a whole address, such as <code>https://portal.example/callback</code>, and there is at least one',
    es: 'Cada línea es una dirección completa, como <code>https://portal.example/callback</code>, y hay al menos una',
  },
  'console.clients.post-logout': { en: 'Addresses after signing out', es: 'Direcciones al salir' },
  'console.clients.post-logout.hint': { en: 'One on each line.', es: 'Una en cada línea.' },
  'console.clients.post-logout.wanted': {
    en: 'Each line is a whole address, such as <code>https://portal.example/</code>',
    es: 'Cada línea es una dirección completa, como <code>https://portal.example/</code>',
  },
  'console.clients.start-url': { en: 'Where it begins', es: 'Dónde empieza' },
  'console.clients.start-url.hint': {
    en: 'Where people are led back to when a page has expired.',
    es: 'A dónde se lleva a la gente cuando una página caduca.',
  },
  'console.clients.method': { en: 'How it proves who it is', es: 'Cómo demuestra quién es' },
  'console.clients.method.client_secret_basic': {
    en: 'A secret, in the header (most libraries)',
    es: 'Un secreto, en la cabecera (casi todas las bibliotecas)',
  },
  'console.clients.method.client_secret_post': { en: 'A secret, in the body', es: 'Un secreto, en el cuerpo' },
  'console.clients.method.private_key_jwt': { en: 'A key of its own', es: 'Una clave propia' },
  'console.clients.method.none': {
    en: 'It cannot: an app or a page in the browser',
    es: 'No puede: una aplicación o una página en el navegador',
  },
  'console.clients.secrets': { en: 'Live secrets', es: 'Secretos vigentes' },
  'console.clients.scopes': { en: 'What it may ask for', es: 'Qué puede pedir' },
  'console.clients.scope.openid': { en: 'Who signed in', es: 'Quién entró' },
  'console.clients.scope.profile': { en: 'Name and language', es: 'Nombre e idioma' },
  'console.clients.scope.email': { en: 'Email address', es: 'Correo electrónico' },
  'console.clients.scope.phone': { en: 'Phone number', es: 'Teléfono' },
  'console.clients.scope.address': { en: 'Postal address', es: 'Dirección postal' },
  'console.clients.scope.patients': {
    en: 'Which records the person may see',
    es: 'Qué expedientes puede ver la persona',
  },
  'console.clients.scope.offline_access': {
    en: 'All this while the person is away',
    es: 'Todo esto cuando la persona no está',
  },
  'console.clients.first-party': { en: 'One of our own', es: 'Es nuestro' },
  'console.clients.first-party.hint': {
    en: 'People are not asked whether it may have their details.',
    es: 'No se pregunta a la gente si puede recibir sus datos.',
  },
  'console.clients.rotate': { en: 'Change the secret', es: 'Cambiar el secreto' },
  'console.clients.rotate.lead': {
    en: 'A new secret is made and shown once. The one before it works until the next change, so that the portal can be moved over without a gap.',
    es: 'Se crea un secreto nuevo y se muestra una vez. El anterior sirve hasta el próximo cambio, para que el portal se cambie sin interrupción.',
  },
  'console.clients.leaked': { en: 'The old one leaked', es: 'El anterior se filtró' },
  'console.clients.leaked.hint': {
    en: 'It stops working at once; so does the portal, until it has the new one.',
    es: 'Deja de servir enseguida; también el portal, hasta que tenga el nuevo.',
  },
  'console.clients.rotate.submit': { en: 'Make a new secret', es: 'Crear un secreto nuevo' },
  'console.clients.delete': { en: 'Delete this client', es: 'Eliminar este cliente' },
  'console.clients.delete.lead': {
    en: 'Nobody can sign in to it any more, and every token that it has ends. This cannot be taken back.',
    es: 'Ya nadie podrá entrar en él, y termina cada token que tiene. No se puede deshacer.',
  },
  'console.clients.delete.submit': { en: 'Delete it', es: 'Eliminarlo' },
  'console.clients.secret': { en: 'The secret', es: 'El secreto' },
  'console.clients.secret.of': { en: 'Secret of {name}', es: 'Secreto de {name}' },
  'console.clients.secret.once': {
    en: 'Put it where the portal keeps its secrets. It is shown this once.',
    es: 'Póngalo donde el portal guarda sus secretos. Se muestra solo esta vez.',
  },
  'console.clients.secret.on': { en: 'I have it: on to the client', es: 'Ya lo tengo: ir al cliente' },

  'console.clients.other-kind': { en: 'Something else', es: 'Otra cosa' },
  'console.clients.kind.web': { en: 'A portal with a server', es: 'Un portal con servidor' },
  'console.clients.kind.web.help': { en: 'It keeps a secret there', es: 'Guarda allí un secreto' },
  'console.clients.kind.web.lead': {
    en: 'A portal that runs on a server. The secret that it keeps there is made here and shown once.',
    es: 'Un portal que funciona en un servidor. El secreto que guarda allí se crea aquí y se muestra una vez.',
  },
  'console.clients.kind.browser': { en: 'A page in the browser alone', es: 'Una página solo en el navegador' },
  'console.clients.kind.browser.help': { en: 'No server of its own, no secret', es: 'Sin servidor propio ni secreto' },
  'console.clients.kind.browser.lead': {
    en: 'A page that runs in the browser, without a server of its own. It can keep no secret, so it gets none.',
    es: 'Una página que funciona en el navegador, sin servidor propio. No puede guardar secretos, así que no recibe ninguno.',
  },
  'console.clients.kind.native': { en: 'An app', es: 'Una aplicación' },
  'console.clients.kind.native.help': { en: 'On a phone or a computer', es: 'En un teléfono o una computadora' },
  'console.clients.kind.native.lead': {
    en: 'An app on a phone or a computer. It can keep no secret, so it gets none.',
    es: 'Una aplicación en un teléfono o una computadora. No puede guardar secretos, así que no recibe ninguno.',
  },
  'console.clients.redirect-uris.app.hint': {
    en: 'One on each line: an https address that the app claims, a scheme of its own such as <code>com.example.app:/callback</code>, or <code>http://127.0.0.1/callback</code>.',
    es: 'Una en cada línea: una dirección https propia de la aplicación, un esquema suyo como <code>com.example.app:/callback</code>, o <code>http://127.0.0.1/callback</code>.',
  },
  'console.clients.post-logout.app.hint': { en: 'One on each line.', es: 'Una en cada línea.' },
}
