/** Names that people of the United States commonly have, most common first, so that some are met often. */
export const femaleNames =
  'Mary María Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah Jacqueline Martha Gloria Teresa Ann Sara Madison Frances Kathryn Janice Jean Abigail Alice Guadalupe José Rosa Ana Carmen Lucía Sofía Zoë Chloé Renée Siobhán Thuy Linh Mei Xiu Aisha Fatima Priya Anjali Ngozi Amina Zofia Małgorzata Søren'
    .split(' ')
    .filter(name => name !== 'José' && name !== 'Søren')
export const maleNames =
  'James Robert John Michael David William Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron José Adam Nathan Henry Zachary Douglas Peter Kyle Noah Ethan Jeremy Walter Christian Keith Roger Terry Austin Sean Gerald Carl Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Luis Carlos Jorge Francisco Jesús Miguel Antonio Søren Łukasz Nguyên Minh Wei Chidi Kwame Ahmed Omar Raj Arjun Björn François'.split(
    ' ',
  )
export const familyNames =
  'Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyễn Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gómez Phillips Evans Turner Díaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutiérrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chávez Wood James Bennett Gray Mendoza Ruiz Hughes Price Álvarez Castillo Sanders Patel Myers Long Ross Foster Jiménez O’Brien O’Connor McCarthy Müller Weiß Sørensen Østergaard Kowalczyk Wałęsa Dvořák Nováková Yılmaz Çelik Okonkwo Adeyemi Mensah Tran Pham Chen Wang Li Lu Zhang Singh Kaur Khan Ahmed Hassan Papadopoulos Ivanov Petrov Rossi Esposito Silva Santos Oliveira Souza Núñez Muñoz Peña Ibáñez Quintanilla Delacroix Lefèvre Fernández Vásquez Castro Vargas Guzmán Herrera Medina Aguilar Vega'.split(
    ' ',
  )
export const compoundFamilyNames =
  'de la Cruz|van den Berg|De León|Del Río|St. John|Von Braun|Da Silva|Ter Horst|La Fontaine|Mac Donald'.split('|')
