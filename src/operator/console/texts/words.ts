import type { Texts } from '../../../core/index.ts'

/** Words of closed lists as the API has them: kinds, states, reasons. One that is missing is shown as it is. */
export const wordTexts: Texts = {
  'console.word.self': { en: 'The person', es: 'La propia persona' },
  'console.word.parent': { en: 'Parent', es: 'Madre o padre' },
  'console.word.guardian': { en: 'Guardian', es: 'Tutor legal' },
  'console.word.representative': { en: 'Representative', es: 'Representante' },
  'console.word.caregiver': { en: 'Caregiver', es: 'Persona que cuida' },

  'console.word.full': { en: 'Everything', es: 'Todo' },
  'console.word.limited': { en: 'Limited', es: 'Limitado' },
  'console.word.billing': { en: 'Billing only', es: 'Solo facturas' },

  'console.word.access-code': { en: 'Access code', es: 'Código de acceso' },
  'console.word.invitation': { en: 'Invitation', es: 'Invitación' },
  'console.word.imported': { en: 'From an older system', es: 'De un sistema anterior' },
  'console.word.insurer': { en: 'Insurer', es: 'Aseguradora' },
  'console.word.matched': { en: 'Matched at registration', es: 'Coincidencia al registrarse' },
  'console.word.staff': { en: 'Tied by staff', es: 'Vinculado por el personal' },
  'console.word.contact-of-record': { en: 'Contact of record', es: 'Contacto del expediente' },
  'console.word.in-person': { en: 'In person', es: 'En persona' },
  'console.word.application': { en: 'Application', es: 'Solicitud' },

  'console.word.active': { en: 'Active', es: 'Activo' },
  'console.word.inactive': { en: 'Inactive', es: 'Inactivo' },
  'console.word.deceased': { en: 'Deceased', es: 'Fallecido' },
  'console.word.merged': { en: 'Merged', es: 'Fusionado' },

  'console.word.password': { en: 'Password', es: 'Contraseña' },
  'console.word.text-code': { en: 'Code by text', es: 'Código por mensaje' },
  'console.word.voice-code': { en: 'Code by call', es: 'Código por llamada' },
  'console.word.email-code': { en: 'Code by email', es: 'Código por correo' },
  'console.word.passkey': { en: 'Passkey', es: 'Llave de acceso' },
  'console.word.totp': { en: 'Authenticator app', es: 'Aplicación de autenticación' },
  'console.word.security-question': { en: 'Security question', es: 'Pregunta de seguridad' },
  'console.word.recovery-code': { en: 'Recovery codes', es: 'Códigos de recuperación' },

  'console.word.sms': { en: 'Text', es: 'Mensaje de texto' },
  'console.word.voice': { en: 'Call', es: 'Llamada' },
  'console.word.email': { en: 'Email', es: 'Correo' },
  'console.word.letter': { en: 'Letter', es: 'Carta' },
  'console.word.queued': { en: 'Waiting', es: 'En espera' },
  'console.word.sent': { en: 'Sent', es: 'Enviado' },
  'console.word.failed': { en: 'Failed', es: 'Falló' },
  'console.word.expired': { en: 'Expired', es: 'Caducado' },
  'console.word.country': { en: 'The country is not allowed', es: 'El país no está permitido' },

  'console.word.one-time-code': { en: 'Code', es: 'Código' },
  'console.word.factor-reset': { en: 'A lost way to confirm', es: 'Una forma de confirmar perdida' },
  'console.word.caller-code': { en: 'Code for a caller', es: 'Código para quien llama' },
  'console.word.recovery': { en: 'The way back in', es: 'Recuperación de la cuenta' },
  'console.word.recovery-unknown': { en: 'Nobody has this address', es: 'Nadie tiene esta dirección' },
  'console.word.recovery-waiting': { en: 'Waiting period', es: 'Periodo de espera' },
  'console.word.undo': { en: 'A change that can be undone', es: 'Un cambio que se puede deshacer' },
  'console.word.notice': { en: 'Notice', es: 'Aviso' },
  'console.word.answered': { en: 'Answer to an application', es: 'Respuesta a una solicitud' },
}
