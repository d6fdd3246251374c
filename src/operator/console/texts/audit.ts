import type { Texts } from '../../../core/index.ts'

/** Words of the audit trail. */
export const auditTexts: Texts = {
  'console.audit': { en: 'Audit trail', es: 'Auditoría' },
  'console.audit.lead': {
    en: 'Everything that happened, newest first. Leave a field empty to search by the others.',
    es: 'Todo lo ocurrido, primero lo más reciente. Deje un campo vacío para buscar por los demás.',
  },
  'console.audit.search': {
    en: 'Search by person, client, day and more',
    es: 'Buscar por persona, cliente, día y más',
  },
  'console.audit.search.submit': { en: 'Search', es: 'Buscar' },
  'console.audit.found': { en: 'Events', es: 'Sucesos' },
  'console.audit.none': { en: 'Nothing fits.', es: 'Nada coincide.' },
  'console.audit.csv': { en: 'Save all of them as CSV', es: 'Guardar todos como CSV' },
  'console.audit.ndjson': { en: 'Save all of them as NDJSON', es: 'Guardar todos como NDJSON' },
  'console.audit.when': { en: 'When', es: 'Cuándo' },
  'console.audit.outcome': { en: 'Outcome', es: 'Resultado' },
  'console.audit.outcome.success': { en: 'Done', es: 'Hecho' },
  'console.audit.outcome.refused': { en: 'Refused', es: 'Rechazado' },
  'console.audit.outcome.failure': { en: 'Failed', es: 'Falló' },
  'console.audit.organization': { en: 'Organization', es: 'Organización' },
  'console.audit.account': { en: 'Account', es: 'Cuenta' },
  'console.audit.account.hint': { en: 'Identifier of the account', es: 'Identificador de la cuenta' },
  'console.audit.account.wanted': {
    en: 'That is no identifier of an account',
    es: 'Eso no es un identificador de cuenta',
  },
  'console.audit.patient': { en: 'Record', es: 'Expediente' },
  'console.audit.patient.hint': {
    en: 'Our identifier of the record, not its number',
    es: 'Nuestro identificador del expediente, no su número',
  },
  'console.audit.patient.wanted': {
    en: 'That is no identifier of a record',
    es: 'Eso no es un identificador de expediente',
  },
  'console.audit.actor': { en: 'Who did it', es: 'Quién lo hizo' },
  'console.audit.actor.hint': { en: 'Such as <code>client:batch-job</code>', es: 'Como <code>client:batch-job</code>' },
  'console.audit.actor.wanted': { en: 'That is no actor', es: 'Eso no es quien actúa' },
  'console.audit.client': { en: 'Client', es: 'Cliente' },
  'console.audit.client.hint': {
    en: 'Such as <code>northside-portal</code>',
    es: 'Como <code>northside-portal</code>',
  },
  'console.audit.client.wanted': { en: 'That is no id of a client', es: 'Eso no es un identificador de cliente' },
  'console.audit.reference': { en: 'Reference code', es: 'Código de referencia' },
  'console.audit.reference.hint': {
    en: 'That a page of trouble showed, such as K7Q-2WX',
    es: 'El que mostró una página de error, como K7Q-2WX',
  },
  'console.audit.reference.wanted': {
    en: 'A reference code has six letters and digits, such as K7Q-2WX',
    es: 'Un código de referencia tiene seis letras y cifras, como K7Q-2WX',
  },
  'console.audit.type': { en: 'What happened', es: 'Qué pasó' },
  'console.audit.type.hint': {
    en: 'Such as <code>access-code.issued</code>',
    es: 'Como <code>access-code.issued</code>',
  },
  'console.audit.type.wanted': { en: 'That is no kind of event', es: 'Eso no es un tipo de suceso' },
  'console.audit.from': { en: 'From', es: 'Desde' },
  'console.audit.to': { en: 'Up to', es: 'Hasta' },
  'console.audit.day.hint': { en: 'A day in UTC, such as 2026-11-28', es: 'Un día en UTC, como 2026-11-28' },
  'console.audit.day.wanted': { en: 'A day is written as in 2026-11-28', es: 'Un día se escribe como 2026-11-28' },

  'console.audit.person': { en: 'Find somebody’s events', es: 'Buscar los sucesos de una persona' },
  'console.audit.person.submit': { en: 'Find', es: 'Buscar' },

  'console.audit.event': { en: 'The event', es: 'El suceso' },
  'console.audit.correlation': { en: 'Journey', es: 'Recorrido' },
  'console.audit.id': { en: 'Identifier', es: 'Identificador' },
  'console.audit.details': { en: 'Details', es: 'Detalles' },
  'console.audit.details.lead': {
    en: 'These are sealed at rest. That you read them is recorded.',
    es: 'Se guardan cifrados. Queda registrado que usted los leyó.',
  },
  'console.audit.detail': { en: 'Name', es: 'Nombre' },
  'console.audit.value': { en: 'Value', es: 'Valor' },
  'console.audit.no-details': { en: 'Nothing more was written down.', es: 'No se anotó nada más.' },

  'console.audit.verify': { en: 'Check the trail', es: 'Comprobar la auditoría' },
  'console.audit.verify.lead': {
    en: 'Each event is chained to the one before it, with a key that is not in the database. Checking shows whether anything was changed or taken away.',
    es: 'Cada suceso está encadenado al anterior, con una clave que no está en la base de datos. La comprobación muestra si algo se cambió o se quitó.',
  },
  'console.audit.verify.submit': { en: 'Check from the beginning', es: 'Comprobar desde el principio' },
  'console.audit.verify.on': { en: 'Go on checking', es: 'Seguir comprobando' },
  'console.audit.verify.intact': { en: 'The trail is whole', es: 'La auditoría está íntegra' },
  'console.audit.verify.so-far': { en: 'Whole so far', es: 'Íntegra hasta aquí' },
  'console.audit.verify.so-far.lead': {
    en: 'There is more to check. <code>vestibule audit verify</code> on the server goes through all of it at once.',
    es: 'Queda más por comprobar. <code>vestibule audit verify</code> en el servidor la recorre toda de una vez.',
  },
  'console.audit.verify.broken': { en: 'The trail is broken', es: 'La auditoría está rota' },
  'console.audit.verify.bad.altered': {
    en: 'The event at position {position} is not what was written there. Keep a copy of the database and call whoever answers for security.',
    es: 'El suceso en la posición {position} no es el que se escribió. Guarde una copia de la base de datos y llame a quien responde de la seguridad.',
  },
  'console.audit.verify.bad.missing': {
    en: 'The event at position {position} is gone. Keep a copy of the database and call whoever answers for security.',
    es: 'Falta el suceso en la posición {position}. Guarde una copia de la base de datos y llame a quien responde de la seguridad.',
  },
  'console.audit.verify.bad.unknown': {
    en: 'The event at position {position} was written by somebody else. Keep a copy of the database and call whoever answers for security.',
    es: 'El suceso en la posición {position} lo escribió otra persona. Guarde una copia de la base de datos y llame a quien responde de la seguridad.',
  },
  'console.audit.verify.bad.head': {
    en: 'The record of where the trail ends was changed, at position {position}. Keep a copy of the database and call whoever answers for security.',
    es: 'Se cambió la anotación de dónde termina, en la posición {position}. Guarde una copia de la base de datos y llame a quien responde de la seguridad.',
  },
  'console.audit.verify.checked': {
    en: '{count, plural, =0 {No event was checked.} one {1 event was checked.} other {{count, number} events were checked.}}',
    es: '{count, plural, =0 {No se comprobó ningún suceso.} one {Se comprobó 1 suceso.} other {Se comprobaron {count, number} sucesos.}}',
  },
  'console.audit.verify.chain': { en: 'The chain', es: 'La cadena' },
  'console.audit.verify.first-bad': { en: 'First break', es: 'Primera rotura' },
  'console.audit.verify.tail': { en: 'Not chained yet', es: 'Aún sin encadenar' },
  'console.audit.verify.tail.is': {
    en: '{count, plural, =0 {Nothing} one {1 event of the last seconds} other {{count, number} events of the last seconds}}',
    es: '{count, plural, =0 {Nada} one {1 suceso de los últimos segundos} other {{count, number} sucesos de los últimos segundos}}',
  },
  'console.audit.verify.head': { en: 'Last position', es: 'Última posición' },
  'console.audit.verify.hash': { en: 'Its hash: write it down elsewhere', es: 'Su hash: anótelo en otro lugar' },
}
