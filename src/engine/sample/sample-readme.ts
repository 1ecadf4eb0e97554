/** What the workspace tells the people who look into it. */
export const sampleReadme = `# A workspace of integration processes

A tool shop. Everything here is real: the engine reads these files and writes this database on this computer.

## Drop a file, see a run

| put a file into | and this process | does this |
|---|---|---|
| \`in/orders\` (CSV) | Web shop orders to shop database | checks every line, writes \`orders\` and \`order_lines\` in \`databases/shop.db\`; one bad record fails the file |
| \`in/deliveries\` (JSON) | Delivery notes to shop database | books deliveries, sets incomplete ones aside in \`rejected/deliveries\` |
| \`in/catalogues\` (XML) | Supplier catalogue XML to CSV | writes \`out/catalogues\` |

Copy something from \`examples\`, for instance:

    cp examples/orders-good.csv           in/orders/
    cp examples/orders-bad-record.csv     in/orders/
    cp examples/orders-empty.csv          in/orders/
    cp examples/orders-wrong-encoding.csv in/orders/

A file is taken when its size has not changed for a quarter of a second. A program that writes slowly should write to
\`name.csv.part\` and rename at the end: names that end in \`.part\`, \`.tmp\` or \`~\` and names that begin with a dot are left alone.
Files that went through lie in \`done\`, files of failed runs in \`failed\`. No dropped file is ever deleted or overwritten.

## By the clock

- every minute: Stock snapshot for the shop window (\`out/stock/stock.json\`)
- every 10 minutes: Supplier price list import (\`reference/price-list.csv\`, a long list: the slow one)
- daily at 06:30: Daily sales report (\`out/reports\`)

## By hand

    touch triggers/daily-sales.run

starts a process. \`triggers/<execution id>.stop\` ends a run. A process that needs a file gets it so:

    echo '{ "file": "examples/orders-good.csv" }' > triggers/orders-import.json

## Changing things

\`processes/*.json\` say what is done, \`connections/*.json\` how systems are reached; \`process.schema.json\` and
\`connection.schema.json\` let an editor help. A change counts from the next run on. A definition that is wrong is refused with file
and path in \`.engine/engine.log\`, and its last good version stays.

Passwords never stand in a definition. Write \`{ "$env": "NAME" }\` for an environment variable or \`{ "$secret": "name" }\` for an entry
of \`secrets.json\`.
`;
