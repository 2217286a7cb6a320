using Microsoft.EntityFrameworkCore.Migrations;

namespace RouterMaestro.Usage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // an anonymous type would have a member named key, which the rule against secrets in debuggers forbids
            migrationBuilder.Sql("""
                CREATE TABLE requests (
                id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, request_id TEXT NOT NULL, operation INTEGER NOT NULL,
                outcome INTEGER NOT NULL, protocol INTEGER NOT NULL, requested_model INTEGER NOT NULL, model INTEGER NOT NULL,
                key INTEGER NOT NULL, client INTEGER NOT NULL, flags INTEGER NOT NULL, input INTEGER NOT NULL, cache_read INTEGER NOT NULL,
                cache_write INTEGER NOT NULL, cache_write_hour INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
                tier INTEGER NOT NULL, first_content INTEGER, duration INTEGER NOT NULL, overhead INTEGER, status INTEGER, failure INTEGER,
                attempts INTEGER NOT NULL, session INTEGER, needs INTEGER NOT NULL, estimated_input INTEGER NOT NULL, plan INTEGER NOT NULL,
                catalog INTEGER NOT NULL, settings INTEGER NOT NULL, cost_source INTEGER NOT NULL, stated_cost INTEGER, table_cost INTEGER);
                """);

            // EF Core 10 cannot say WITHOUT ROWID, without which each row of these tables would be stored twice: in the table and in its key's index
            migrationBuilder.Sql("""
                CREATE TABLE failed_calls (request_id INTEGER NOT NULL, number INTEGER NOT NULL, model INTEGER NOT NULL, failure INTEGER NOT NULL,
                status INTEGER, duration INTEGER NOT NULL, PRIMARY KEY (request_id, number)) WITHOUT ROWID;

                CREATE TABLE stated_costs (request_id INTEGER NOT NULL, number INTEGER NOT NULL, model INTEGER NOT NULL, unit INTEGER NOT NULL,
                amount TEXT NOT NULL, PRIMARY KEY (request_id, number)) WITHOUT ROWID;

                CREATE TABLE cells (hour INTEGER NOT NULL, model INTEGER NOT NULL, key INTEGER NOT NULL, client INTEGER NOT NULL, outcome INTEGER NOT NULL,
                requests INTEGER NOT NULL, completed INTEGER NOT NULL, refused INTEGER NOT NULL, failed INTEGER NOT NULL,
                abandoned INTEGER NOT NULL, fallbacks INTEGER NOT NULL, attempts INTEGER NOT NULL, input INTEGER NOT NULL,
                cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, cache_write_hour INTEGER NOT NULL, output INTEGER NOT NULL,
                reasoning INTEGER NOT NULL, stated_cost INTEGER NOT NULL, table_cost INTEGER NOT NULL, included_cost INTEGER NOT NULL,
                unknown_costs INTEGER NOT NULL, stream_tokens INTEGER NOT NULL, stream_time INTEGER NOT NULL, stated TEXT,
                first_content_times BLOB, durations BLOB,
                PRIMARY KEY (hour, model, key, client, outcome)) WITHOUT ROWID;

                CREATE TABLE rollups (grain INTEGER NOT NULL, model INTEGER NOT NULL, key INTEGER NOT NULL, client INTEGER NOT NULL, outcome INTEGER NOT NULL,
                period INTEGER NOT NULL,
                requests INTEGER NOT NULL, completed INTEGER NOT NULL, refused INTEGER NOT NULL, failed INTEGER NOT NULL,
                abandoned INTEGER NOT NULL, fallbacks INTEGER NOT NULL, attempts INTEGER NOT NULL, input INTEGER NOT NULL,
                cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, cache_write_hour INTEGER NOT NULL, output INTEGER NOT NULL,
                reasoning INTEGER NOT NULL, stated_cost INTEGER NOT NULL, table_cost INTEGER NOT NULL, included_cost INTEGER NOT NULL,
                unknown_costs INTEGER NOT NULL, stream_tokens INTEGER NOT NULL, stream_time INTEGER NOT NULL, stated TEXT,
                first_content_times BLOB, durations BLOB,
                PRIMARY KEY (grain, model, key, client, outcome, period)) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "circuit_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    time = table.Column<long>(type: "INTEGER", nullable: false),
                    circuit = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<long>(type: "INTEGER", nullable: false),
                    failure = table.Column<int>(type: "INTEGER", nullable: true),
                    until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_circuit_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "state",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_state", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "texts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_texts", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_circuit_changes_time",
                table: "circuit_changes",
                column: "time");

            migrationBuilder.CreateIndex(
                name: "IX_requests_time",
                table: "requests",
                column: "time");

            migrationBuilder.CreateIndex(
                name: "IX_texts_kind_text",
                table: "texts",
                columns: new[] { "kind", "text" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cells");

            migrationBuilder.DropTable(
                name: "circuit_changes");

            migrationBuilder.DropTable(
                name: "failed_calls");

            migrationBuilder.DropTable(
                name: "requests");

            migrationBuilder.DropTable(
                name: "rollups");

            migrationBuilder.DropTable(
                name: "state");

            migrationBuilder.DropTable(
                name: "stated_costs");

            migrationBuilder.DropTable(
                name: "texts");
        }
    }
}
