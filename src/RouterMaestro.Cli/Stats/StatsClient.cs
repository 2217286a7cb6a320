using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Stats;

/// <summary>Reads recorded usage of a gateway, with days and hours in the time zone of this machine.</summary>
internal sealed class StatsClient(GatewayClient client, TimeProvider clock)
{
    /// <summary>Gets the offset of this machine's time zone now, such as <c>+02:00</c>. A gateway needs no time zone database for it.</summary>
    public string Offset
    {
        get
        {
            var offset = clock.LocalTimeZone.GetUtcOffset(clock.GetUtcNow());
            return (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Adds requests up.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway cannot be reached, or refuses.</exception>
    public async Task<StatsContract> GetAsync(StatsQuery query, CancellationToken cancellationToken)
    {
        var zone = query.Zone ?? LocalZone();
        try
        {
            return await ReadAsync(query.PathIn(zone), AdminJson.Default.StatsContract, cancellationToken);
        }
        catch (CommandFailedException refused) when (refused.Code == StatsGroupings.UnknownZone && query.Zone is null && zone != Offset)
        {
            // images without tzdata, such as those of Alpine, know no time zones
            return await ReadAsync(query.PathIn(Offset), AdminJson.Default.StatsContract, cancellationToken);
        }
    }

    /// <summary>Reads what a status line shows.</summary>
    /// <param name="session">The client's id of its session; null for all sessions.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway cannot be reached, or refuses.</exception>
    public async Task<StatuslineContract> GetStatuslineAsync(string? session, CancellationToken cancellationToken)
    {
        var path = $"stats/statusline?zone={Uri.EscapeDataString(Offset)}{(session is null ? "" : "&session=" + Uri.EscapeDataString(session))}";
        try
        {
            return StatuslineReading.Read(await ReadAsync(path, CliJson.Default.JsonObject, cancellationToken));
        }
        catch (InvalidDataException)
        {
            throw client.NotAGateway();
        }
    }

    private async Task<T> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await client.GetAsync(path, type, cancellationToken);
        }
        catch (CommandFailedException refused) when (refused.Code == "usage_not_recorded")
        {
            throw new CommandFailedException($"Usage is not recorded: start the gateway at {client.Address} without --no-usage, or add a store where it is part of another program.", refused);
        }
    }

    // Windows names its time zones in its own way; a Linux machine whose time zone is a file without a name calls it Local
    private string LocalZone()
    {
        var zone = clock.LocalTimeZone;
        return zone.HasIanaId && TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out _) ? zone.Id
            : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var id) ? id
            : Offset;
    }
}
