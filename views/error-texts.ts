import type { Texts } from '../src/core/index.ts'

/** Words of the pages where something went wrong, of signing out, and of browsers that lack what is needed. */
export const errorTexts: Texts = {
  'view.error.expired.title': { en: 'This page has timed out', es: 'Esta página ha caducado' },
  'view.error.expired.body': {
    en: 'We close pages after a while to keep your information safe. Nothing is lost. You can start again now.',
    es: 'Cerramos las páginas después de un tiempo para proteger su información. No se ha perdido nada. Puede empezar de nuevo.',
  },
  'view.error.other-browser.title': {
    en: 'This page belongs to another browser',
    es: 'Esta página pertenece a otro navegador',
  },
  'view.error.other-browser.body': {
    en: 'It was started in another browser or on another device, or your browser did not keep our cookie. Go on there, or start again here.',
    es: 'Se abrió en otro navegador o en otro aparato, o su navegador no guardó nuestra cookie. Continúe allí o empiece de nuevo aquí.',
  },
  'view.error.stale.title': { en: 'Please send that again', es: 'Envíelo otra vez, por favor' },
  'view.error.stale.body': {
    en: 'The page you used was too old for us to be sure that it was you who sent it. Nothing was changed.',
    es: 'La página que usó era demasiado antigua y no podemos estar seguros de que la enviara usted. No se cambió nada.',
  },
  'view.error.bad-request.title': { en: 'We did not understand that', es: 'No pudimos entender la solicitud' },
  'view.error.bad-request.body': {
    en: 'Something in what was sent to us was not right. Nothing was changed. Go back and try again.',
    es: 'Algo de lo que recibimos no era correcto. No se cambió nada. Vuelva atrás e inténtelo de nuevo.',
  },
  'view.error.not-found.title': { en: 'There is no page here', es: 'Aquí no hay ninguna página' },
  'view.error.not-found.body': {
    en: 'If you typed the address, check it again. If you pressed a link, it may be too old.',
    es: 'Si escribió la dirección, revísela. Si pulsó un enlace, puede que sea demasiado antiguo.',
  },
  'view.error.portal.title': {
    en: 'We could not sign you in from there',
    es: 'No pudimos iniciar su sesión desde ahí',
  },
  'view.error.portal.body': {
    en: 'The website that sent you here asked for something that we cannot do. This is not your fault. Go back to it and try again.',
    es: 'El sitio web que le envió aquí pidió algo que no podemos hacer. No es culpa suya. Vuelva a ese sitio e inténtelo de nuevo.',
  },
  'view.error.refused.title': { en: 'You cannot do this here', es: 'No puede hacer esto aquí' },
  'view.error.refused.body': {
    en: 'This part is not open to you. If you think it should be, please call us.',
    es: 'Esta parte no está abierta para usted. Si cree que debería estarlo, llámenos.',
  },
  'view.error.too-many.title': { en: 'Please wait a little', es: 'Espere un poco, por favor' },
  'view.error.too-many.body': {
    en: 'There were too many tries in a short time. Wait a few minutes, then try again.',
    es: 'Hubo demasiados intentos en poco tiempo. Espere unos minutos e inténtelo de nuevo.',
  },
  'view.error.unavailable.title': { en: 'We will be back in a moment', es: 'Volvemos en un momento' },
  'view.error.unavailable.body': {
    en: 'We cannot do this right now. Nothing is lost. Wait a minute, then try again.',
    es: 'No podemos hacerlo en este momento. No se ha perdido nada. Espere un minuto e inténtelo de nuevo.',
  },
  'view.error.fault.title': { en: 'Something went wrong on our side', es: 'Algo falló de nuestro lado' },
  'view.error.fault.body': {
    en: 'This is not your fault. We have been told about it. You can try again.',
    es: 'No es culpa suya. Ya hemos recibido el aviso. Puede intentarlo de nuevo.',
  },
  'view.error.developer': { en: 'For the developer of the portal', es: 'Para quien desarrolla el portal' },

  'view.logout.title': { en: 'Do you want to sign out?', es: '¿Quiere cerrar la sesión?' },
  'view.logout.body': {
    en: 'You will be signed out here and in every portal that you opened with this sign-in.',
    es: 'Se cerrará su sesión aquí y en todos los portales que abrió con ella.',
  },
  'view.logout.yes': { en: 'Yes, sign out', es: 'Sí, cerrar la sesión' },
  'view.logout.no': { en: 'No, stay signed in', es: 'No, seguir con la sesión abierta' },
  'view.logout.done.title': { en: 'You are signed out', es: 'Su sesión está cerrada' },
  'view.logout.done.body': {
    en: 'On a shared computer, close this window too.',
    es: 'Si el equipo es compartido, cierre también esta ventana.',
  },

  'view.browser.title': { en: 'Your browser is too old for this page', es: 'Su navegador es demasiado antiguo' },
  'view.browser.body': {
    en: 'To keep your information safe, we need a newer one. Any of these will do:',
    es: 'Para proteger su información necesitamos uno más nuevo. Sirve cualquiera de estos:',
  },
  'view.browser.newer': { en: '{name} {version} or newer', es: '{name} {version} o más nuevo' },
  'view.browser.help': {
    en: 'You can also use another phone or computer, or call us.',
    es: 'También puede usar otro teléfono u otra computadora, o llamarnos.',
  },
}
