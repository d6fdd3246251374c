import type { Texts } from '../../../core/index.ts'

/** Words of the console itself: its frame, its menu, its ways in and out. */
export const commonTexts: Texts = {
  'console.overview': { en: 'Overview', es: 'Resumen' },
  'console.yes': { en: 'Yes', es: 'Sí' },
  'console.no': { en: 'No', es: 'No' },
  'console.save': { en: 'Save', es: 'Guardar' },
  'console.cancel': { en: 'Cancel', es: 'Cancelar' },
  'console.send-again': { en: 'Send it again', es: 'Enviarlo otra vez' },
  'console.to-account': { en: 'Your own account', es: 'Su propia cuenta' },
  'console.sign-in-again': { en: 'Sign in to the console', es: 'Entrar en la consola' },
  'console.other-person': { en: 'Sign out, then in as somebody else', es: 'Salir y entrar como otra persona' },

  'console.group.people': { en: 'People', es: 'Personas' },
  'console.group.portals': { en: 'Portals and insurers', es: 'Portales y aseguradoras' },
  'console.group.installation': { en: 'Installation', es: 'Instalación' },
  'console.group.records': { en: 'What happened', es: 'Lo ocurrido' },

  'console.role.viewer': { en: 'Viewer', es: 'Lectura' },
  'console.role.help-desk': { en: 'Help desk', es: 'Mesa de ayuda' },
  'console.role.security': { en: 'Security', es: 'Seguridad' },
  'console.role.owner': { en: 'Owner', es: 'Responsable' },
  'console.role.viewer.may': {
    en: 'See how things are set up; no details of people, and no changes.',
    es: 'Ver la configuración; sin datos de personas y sin cambios.',
  },
  'console.role.help-desk.may': {
    en: 'Find people, help them, and decide what waits in the queues.',
    es: 'Buscar personas, ayudarlas y decidir lo que espera en las colas.',
  },
  'console.role.security.may': {
    en: 'Find people, look after portals, insurers and keys, and read the audit trail.',
    es: 'Buscar personas, cuidar portales, aseguradoras y claves, y leer la auditoría.',
  },
  'console.role.owner.may': {
    en: 'Everything, and say who else may do what.',
    es: 'Todo, y decidir qué puede hacer cada quien.',
  },

  'console.kept-by.file': { en: 'In a file', es: 'En un archivo' },
  'console.kept-by.api': { en: 'Here', es: 'Aquí' },
  'console.managed-by-file': {
    en: 'A configuration file describes this. Change it there: here it can only be read.',
    es: 'Un archivo de configuración describe esto. Cámbielo allí: aquí solo se puede leer.',
  },

  'console.field.reason': { en: 'Reason', es: 'Motivo' },
  'console.field.reason.hint': {
    en: 'Kept with what you do, for whoever looks at it later.',
    es: 'Se guarda con lo que usted hace, para quien lo revise después.',
  },
  'console.field.reason.wanted': {
    en: 'Say why, in 3 to 500 characters',
    es: 'Diga por qué, con 3 a 500 caracteres',
  },

  'console.notice.saved': { en: 'Saved.', es: 'Guardado.' },
  'console.notice.created': { en: 'Created.', es: 'Creado.' },
  'console.notice.deleted': { en: 'Deleted.', es: 'Eliminado.' },
  'console.notice.kept': {
    en: 'You are signed in. What you typed is here, and nothing was sent yet: look at it, then send it.',
    es: 'Su sesión está abierta. Lo que escribió está aquí y aún no se envió: revíselo y envíelo.',
  },

  'console.stranger.title': { en: 'This place is for staff', es: 'Este lugar es para el personal' },
  'console.stranger.lead': {
    en: 'You are signed in, but not as somebody who works here. If you should be, ask whoever runs this service.',
    es: 'Su sesión está abierta, pero no como alguien que trabaja aquí. Si debería ser así, pregunte a quien administra este servicio.',
  },
  'console.weak.title': { en: 'A second way to confirm is needed', es: 'Se necesita otra forma de confirmar' },
  'console.weak.lead': {
    en: 'The console opens only after two different proofs, such as a password and a code. Add one to your account, then come back.',
    es: 'La consola solo se abre con dos pruebas distintas, como una contraseña y un código. Agregue una a su cuenta y vuelva.',
  },
  'console.refused.title': { en: 'The sign-in was not finished', es: 'El inicio de sesión no terminó' },
  'console.refused.lead': {
    en: 'Nothing was changed. You can try again.',
    es: 'No se cambió nada. Puede intentarlo otra vez.',
  },

  'console.missing': { en: 'Not found', es: 'No se encontró' },
  'console.forbidden': { en: 'Not for you', es: 'No es para usted' },
  'console.trouble-page': { en: 'That did not work', es: 'Eso no funcionó' },
  'console.away': {
    en: 'What you typed is kept in this page. Wait a moment, then send it again.',
    es: 'Lo que escribió está guardado en esta página. Espere un momento y envíelo otra vez.',
  },

  'console.organization': { en: 'Choose an organization', es: 'Elegir una organización' },
  'console.organization.lead': {
    en: 'People, queues and messages belong to one organization. You can change it at any time, above.',
    es: 'Las personas, las colas y los mensajes pertenecen a una organización. Puede cambiarla cuando quiera, arriba.',
  },
  'console.organization.which': { en: 'Work for', es: 'Trabajar para' },
  'console.organization.wanted': { en: 'Choose one of these', es: 'Elija una de estas' },
  'console.organization.choose': { en: 'Work for it', es: 'Trabajar para ella' },

  'console.overview.you': { en: 'You', es: 'Usted' },
  'console.overview.name': { en: 'Signed in as', es: 'Sesión de' },
  'console.overview.role': { en: 'Role', es: 'Función' },
  'console.overview.may': { en: 'May', es: 'Puede' },
  'console.overview.reach': { en: 'Organizations', es: 'Organizaciones' },
  'console.overview.everything': { en: 'The whole installation', es: 'Toda la instalación' },
  'console.overview.works-for': { en: 'Works for', es: 'Trabaja para' },
  'console.overview.places': { en: 'Where to go', es: 'A dónde ir' },
}
