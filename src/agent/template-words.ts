/**
 * The words that may stand in a template of an error. Everything else is slotted out, so this list is what promise 11 rests on:
 * common technical English only. Never add a name of a person, firm, place or product of a customer, nor a word with digits.
 */
const words = `
a about above accept acceptable accepted accepting access accessed accessible account across action active actual add added additional
address addresses after again against age ago agent all allocate allocated allocation allow allowed allows alone already also altered
ambiguous an and another answer answered answers any api appears append application applied apply archive archived archiving are argument
arguments array arrive arrived as ask asked asks assertion assigned at attachment attempt attempted attempts attribute attributes
authenticate authenticated authentication authority authorisation authorised authorization authorized available away

back bad balance base batch batches be became because been before began begin beginning behind being below between beyond binary bind
block blocked body boolean both boundary breaker break broken bucket buffer bug build built bulk busy but by byte bytes

cache call called calls can cancelled cancellation canceled cannot capacity card case cast catalog catalogue cause caused certificate
certificates chain change changed character characters charset check checked checks checksum child circuit class clause clean clear client
clock close closed closes closing code codes collation collection column columns command commit committed communication compare
comparison complete completed completely component compressed computer concurrent condition configuration configured conflict conflicting
conflicts connect connected connecting connection connections connector connectors constraint constraints consumed consumer contact contain
contained contains content contents context contract control conversion convert converted copied copy corrupt corrupted could count
counter country crash crashed create created creating creation credential credentials credit cross currency current currently cursor
customer customers cut cycle

daily damaged data database databases date datetime day days deadline deadlock deadlocked decimal declared decode decoded decoding
decrypt default deferred defined definition delay delayed delete deleted delimiter delivered delivery denied deny dependency deprecated
depth describe description destination detail details detected device did different differs digit digits directories directory disabled
discarded disconnect disconnected disk division do document documents does domain done double down download driver drive dropped
due duplicate duplicated duplicates duration during

each early either element elements else email empty enabled encode encoded encoding encrypted end ended ending endpoint endpoints ends
engine enough enter entities entity entries entry enum environment equal error errors escape establish established evaluate evaluated
evaluation event every exceed exceeded exceeds except exception exceptions exchange exclusive execute executed executing execution
exhausted exist existing exists exit exited expected expects expire expired expires expiry expression expressions extension external extra

factor fail failed failing fails failure failures fallback false fatal fault fetch fetched few field fields file files filter filtered
final find finish finished first fit fits flag flight float folder folders follow following font for forbidden force forced foreign form format
formats formatted forms forward found fraction free from full fully function functions

gap gateway gave general generate generated get give given gives goods gone good got grant granted greater group

had half halted handle handler handling handshake has have header headers heap held here high higher hit hold holds hop host hosts hour
hours how http

identifier identifiers identity idle if ignored illegal import in inaccessible inbound include included incoming incomplete inconsistent
incorrect index indices initialise initialised input insert inserted inside instance instead insufficient integer integrity internal
interrupt interrupted interval into invalid invoice invoices is isolation issued issuer issue it item items its itself

job jobs join journal just

keep keeps kept key keys kind known

label language like large larger last late later layout least leaves left length less letter letters level lies limit limits line lines link
list listed listen listener lists literal load loaded loading local locale location lock locked locks log logged login logon logout long
longer look looks loop lost lot lower

machine made mail main make malformed mandatory many map mapped mapping maps margin marker mask master match matched matches matching
material maximum means media member memory message messages metadata method millisecond milliseconds minimum minute minutes mismatch
mismatched missing mode modified module moment month more most mount move moved much multiple must may

name named names need needed needs namespace negative neither nested network never new newer next no node none nor normal not note nothing notice now null
number numbers numeric

object objects obsolete occupied occurred of off offline offset old older on once one online only open opened opening operand operation
operations operator option optional options or order orders origin original other others out outbound outgoing output outside over overflow
overlap override owned owner

package packet page pages parallel parameter parameters parent parse parsed parser parsing part partial partially participant parts party
passed password passwords past path paths pattern pause paused payload payment peer pending per percent period permanent permission
permissions permitted pipe place plain plant please point pointer points policy pool port ports position positive possible post posting
precision prefix prepare prepared present prevent previous price primary principal privilege privileges problem procedure process processed
processes processing produce produced producer product products profile program prohibited prologue properties property protocol provide
provided provider proxy public publish purchase put

quality quantity query queries queue queued queues quota quote quoted quotes

raised ran range rate rates raw reach reached reachable read readable reader reading reads ready reason receive received receiver receiving
recipient recognised recognized record records recovered recovery recursion redirect redirected redirects reference referenced references
refuse refused refuses region register registered registry reject rejected rejects relation release released remain remaining remains
remote remove removed rename renamed repeat repeated replace replaced replica reply report reported request requested requests require
required requires reserved reset resolve resolved resource resources respond responded response responses restart restarted restarting
restore restrict restricted result results retried retries retry return returned returns revoked right rights role roles rolled rollback
root round route routine row rows rule rules run running runs runtime

safe same sample save saved say says scale scan schedule scheduled schema schemas scope script search second secondary seconds secret
secrets section secure security see seen segment select self send sender sending sent separator sequence serial serialisation serialization
serialize serialized series server servers service services session sessions set sets setting settings shape share shared sheet
shipment short shorter should shut shutdown shutting side sign signal signature signed silent simple since single site size sizes skipped
slot slow small smaller so socket some something soon source space specification specified split spool stack stage stale standard start
started starting starts state statement statements states status step steps still stock stop stopped storage store stored stream
string strings structure sub subject submitted subscription succeed success successful such sum superseded supplied supplier suppliers
support supported sure suspended switch symbol sync syntax system systems

table tables tag take taken takes target targets task tax temporary terminated text than that the their them then there these they thing
this thread threads threshold throttle throttled through throughput throw thrown time timed timeout timeouts timer times timestamp timezone
title to together token tokens too took tool top topic total trace tracked tracking trailing transaction transactions transfer transferred
transform transformation transient transport trigger triggered trim true truncated trust trusted try trying turn twice two type types

unable unauthorised unauthorized unavailable unchanged unclosed undefined under unexpected unhandled unique unit units universal unknown
unless unlocked unmapped unprocessable unreachable unreadable unrecognised unrecognized unresolved unsigned unsupported until unusable up
update updated updates upload upper upstream usage use used user users uses using

valid validate validated validation value values variable vendor verification verified verify version versions via view views violated
violates violation virtual volume

wait waited waiting wants warehouse warning was way we week well went were what when where whether which while whole whose why wide width
will window with within without word words work worked worker workflow working workspace would write writer writes writing written wrong

year years yet you your zero zone
`;

/** Abbreviations and product words of the trade, allowed exactly as written here, beside their lower-case form. */
const exact = `
API ASCII BOM CA CSV CRM DB DNS DTD EDI ERP FTP GB GET GMT HTTP HTTPS ID IO IP JDBC JSON JSONata KB LDAP MB MySQL NaN OAuth ODBC OPC
OS PATCH PDF POST PUT REST SAP SFTP SKU SMTP SOAP SQL SQLite SQLSTATE SSH SSL SSO TCP TLS UA UDP URI URL UTC UTF VAT VPN XML XPath XSD YAML ZIP
Oracle PostgreSQL MariaDB Microsoft Windows Unicode
ms
`;

const vocabulary = new Set(words.split(/\s+/).filter((word) => word !== ''));
const exactForms = new Set(exact.split(/\s+/).filter((word) => word !== ''));
for (const form of exactForms) vocabulary.add(form.toLowerCase());

/**
 * True for a word of the vocabulary, written small, with a capital first letter, or all in capitals. Odd mixtures of case are refused:
 * they could carry something.
 */
export function isTemplateWord(word: string): boolean {
  if (exactForms.has(word)) return true;
  const lower = word.toLowerCase();
  if (!vocabulary.has(lower)) return false;
  return word === lower || word === word.toUpperCase() || word === lower.charAt(0).toUpperCase() + lower.slice(1);
}
