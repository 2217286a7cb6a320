using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.Cli.Stats;

/// <summary>
/// Reads what a status line shows, member by member. Generated code for it would be compiled at each start, since System.Text.Json 10 has its types of
/// properties for no number, truth value or time in compiled form: 20 ms of the 150 that a prompt waits.
/// </summary>
internal static class StatuslineReading
{
    /// <summary>Reads the document of the admin API.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="InvalidDataException">It is another document.</exception>
    public static StatuslineContract Read(JsonObject document)
    {
        try
        {
            return new StatuslineContract
            {
                Last = document["last"] is JsonObject last
                    ? new(Text(last, "model"), Text(last, "requested_model"), (bool)Member(last, "fallback"), (DateTimeOffset)Member(last, "started_at"))
                    : null,
                Today = ReadToday(Member(document, "today").AsObject()),
                Limit = document["limit"] is JsonObject limit
                    ? new(Text(limit, "provider"), Text(limit, "name"), (double)Member(limit, "percent_left"), (DateTimeOffset?)limit["resets_at"])
                    : null,
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static StatuslineTodayContract ReadToday(JsonObject today)
    {
        var cost = Member(today, "cost").AsObject();
        return new(
            (long)Member(today, "requests"),
            new StatsCostContract
            {
                Counted = ReadMoney(cost, "counted"),
                Stated = ReadMoney(cost, "stated"),
                Table = ReadMoney(cost, "table"),
                Included = ReadMoney(cost, "included"),
                UnknownRequests = (long)Member(cost, "unknown_requests"),
                Units = [],
            },
            (double?)today["cache_hit_rate"]);
    }

    private static MoneyContract ReadMoney(JsonObject cost, string name)
    {
        var money = Member(cost, name).AsObject();
        return new((long)Member(money, "nano_dollars"), Text(money, "dollars"));
    }

    private static string Text(JsonObject parent, string name) => (string)Member(parent, name)!;

    private static JsonNode Member(JsonObject parent, string name) => parent[name] ?? throw new InvalidDataException($"The member '{name}' is missing.");
}
