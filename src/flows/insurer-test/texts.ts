import type { Texts } from '../../core/index.ts'

/** Words for an operator who tests a connection. */
export const texts = {
  'insurer-test.value': { en: '{value}', es: '{value}' },
  'insurer-test.dead-title': { en: 'This link does not work', es: 'Este enlace no sirve' },
  'problem.insurer-test-dead': {
    en: 'A link for a test works once, for an hour. Make a new one.',
    es: 'Un enlace de prueba sirve una vez, durante una hora. Cree uno nuevo.',
  },
  'insurer-test.title': { en: 'Test the sign-in at {name}', es: 'Probar la entrada en {name}' },
  'insurer-test.lead': {
    en: 'You sign in there as a member would. Then you see what they told us and what would follow.',
    es: 'Entre allí como lo haría un miembro. Después verá qué nos dijeron y qué ocurriría.',
  },
  'insurer-test.nothing-kept': {
    en: 'Nothing is connected, nobody is signed in here, and nothing of it is kept.',
    es: 'No se conecta nada, nadie inicia sesión aquí y no se guarda nada.',
  },
  'insurer-test.done': { en: 'Test of {name}', es: 'Prueba de {name}' },
  'insurer-test.mapped': { en: 'What we read in it', es: 'Lo que leímos' },
  'insurer-test.received': { en: 'What was received (masked)', es: 'Lo que se recibió (oculto en parte)' },
  'insurer-test.end': { en: 'End the test', es: 'Terminar la prueba' },
  'insurer-test.nothing': { en: 'Nothing', es: 'Nada' },
  'insurer-test.verdict.signs-in': {
    en: 'This member would be signed in to their account.',
    es: 'Este miembro entraría en su cuenta.',
  },
  'insurer-test.verdict.closed': {
    en: 'This member would be refused.',
    es: 'A este miembro se le rechazaría.',
  },
  'insurer-test.verdict.code': {
    en: 'This member could be connected to a record by a code to its phone.',
    es: 'Este miembro podría conectarse a un expediente con un código a su teléfono.',
  },
  'insurer-test.verdict.no-code': {
    en: 'This member could be connected to a record without a code.',
    es: 'Este miembro podría conectarse a un expediente sin código.',
  },
  'insurer-test.verdict.asks': {
    en: 'This member would be asked for an account or an access code, or could register.',
    es: 'A este miembro se le pediría una cuenta o un código de acceso, o podría registrarse.',
  },
  'insurer-test.reason.known': {
    en: 'The identity is connected to an account.',
    es: 'La identidad está conectada a una cuenta.',
  },
  'insurer-test.reason.account-closed': {
    en: 'That account is locked, disabled or closed.',
    es: 'Esa cuenta está bloqueada, desactivada o cerrada.',
  },
  'insurer-test.reason.unknown': {
    en: 'The identity is not connected to any account yet.',
    es: 'La identidad todavía no está conectada a ninguna cuenta.',
  },
  'insurer-test.reason.disabled': {
    en: 'The insurer is off (enabled: false): members do not see it.',
    es: 'La aseguradora está desactivada (enabled: false): los miembros no la ven.',
  },
  'insurer-test.reason.member-id-off': {
    en: 'Linking by member ID is off (linking.by_member_id).',
    es: 'Conectar por número de miembro está desactivado (linking.by_member_id).',
  },
  'insurer-test.reason.no-member-id': {
    en: 'No member ID came: look at claims.member_id.',
    es: 'No llegó ningún número de miembro: revise claims.member_id.',
  },
  'insurer-test.reason.no-name': {
    en: 'No family name came: look at claims.family_name.',
    es: 'No llegó ningún apellido: revise claims.family_name.',
  },
  'insurer-test.reason.no-birth-date': {
    en: 'No birth date came: look at claims.birthdate.',
    es: 'No llegó ninguna fecha de nacimiento: revise claims.birthdate.',
  },
  'insurer-test.reason.one-record': {
    en: 'Member ID, name and birth date fit exactly one record.',
    es: 'Número de miembro, nombre y fecha de nacimiento coinciden con un solo expediente.',
  },
  'insurer-test.reason.checked-at-desk': {
    en: 'The clinic checked this member ID at check-in, and that is trusted (linking.trusted_at_check_in).',
    es: 'La clínica revisó este número de miembro en la recepción y eso basta (linking.trusted_at_check_in).',
  },
  'insurer-test.reason.no-record': {
    en: 'No record fits member ID, payer, name and birth date.',
    es: 'Ningún expediente coincide con número de miembro, pagador, nombre y fecha de nacimiento.',
  },
  'insurer-test.reason.several-records': {
    en: 'Several records fit, so none is connected.',
    es: 'Varios expedientes coinciden, así que no se conecta ninguno.',
  },
  'insurer-test.reason.no-phone': {
    en: 'One record fits, but it has no phone that could prove the person.',
    es: 'Un expediente coincide, pero no tiene un teléfono que pruebe quién es la persona.',
  },
} satisfies Texts
