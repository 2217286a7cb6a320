using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Keys;

/// <summary>
/// Stores the named keys in <c>keys.json</c>, as digests. Another gateway of the same home may change the file too, so that it is looked at
/// each second: a key that was revoked there is refused here.
/// </summary>
internal sealed partial class GatewayKeyFile : IGatewayKeyStore, IDisposable
{
    /// <summary>The interval at which the file is looked at.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private const string List = "keys";

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger<GatewayKeyFile> _logger;
    private readonly ITimer _poll;
    private (DateTime WrittenAt, long Length) _stamp;
    private volatile NamedGatewayKey[] _keys = [];

    /// <summary>Creates the store and reads the file.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Learns of a file that cannot be used.</param>
    public GatewayKeyFile(string path, TimeProvider clock, ILogger<GatewayKeyFile> logger)
    {
        (_path, _logger) = (path, logger);
        LookAgain();
        _poll = clock.CreateTimer(_ => LookAgain(), state: null, Poll, Poll);
    }

    public IReadOnlyList<NamedGatewayKey> Keys => _keys;

    public Task<bool> TryAddAsync(NamedGatewayKey key, CancellationToken cancellationToken = default) => Task.FromResult(TryChange(keys =>
    {
        if (keys.Any(entry => IsNamed(entry, key.Name)))
        {
            return false;
        }

        keys.Add(new JsonObject
        {
            ["name"] = key.Name,
            ["sha256"] = key.Sha256,
            ["created_at"] = key.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        });
        return true;
    }));

    public Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(TryChange(keys =>
    {
        var found = keys.Where(entry => IsNamed(entry, name)).ToArray();
        foreach (var entry in found)
        {
            keys.Remove(entry);
        }

        return found.Length > 0;
    }));

    public void Dispose() => _poll.Dispose();

    private static bool IsNamed(JsonNode? entry, string name) => string.Equals(Text(entry, "name"), name, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonNode? entry, string name) =>
        entry is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonArray ListOf(JsonObject root) => root[List] switch
    {
        JsonArray keys => keys,
        null => (JsonArray)(root[List] = new JsonArray()),
        _ => throw new IOException("'keys' must be a list"),
    };

    // an entry without a digest is no key
    private static NamedGatewayKey[] Read(JsonObject root) =>
    [
        .. from entry in ListOf(root)
           let name = Text(entry, "name")
           let digest = Text(entry, "sha256")
           where name is not null && digest is not null
           select new NamedGatewayKey(name, digest, TimeOf(Text(entry, "created_at"))),
    ];

    private static DateTimeOffset TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;

    private static (DateTime WrittenAt, long Length) StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>Reads the file if it has changed. One that cannot be used changes nothing, so that a mistake locks nobody out.</summary>
    private void LookAgain()
    {
        lock (_gate)
        {
            var stamp = StampOf(_path);
            if (stamp == _stamp)
            {
                return;
            }

            _stamp = stamp;
            try
            {
                _keys = Read(Load());
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogUnusable(_path, exception.Message);
            }
        }
    }

    /// <exception cref="IOException">The file cannot be used as it is, so that it must not be overwritten either.</exception>
    private JsonObject Load()
    {
        try
        {
            return JsonFiles.Read(_path) ?? [];
        }
        catch (InvalidDataException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Changes the list in the file.</summary>
    /// <returns>False if there was nothing to change.</returns>
    private bool TryChange(Func<JsonArray, bool> change)
    {
        lock (_gate)
        {
            try
            {
                var isChanged = false;
                var root = JsonFiles.Change(_path, root => isChanged = change(ListOf(root)));
                if (isChanged)
                {
                    (_keys, _stamp) = (Read(root), StampOf(_path));
                }

                return isChanged;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                LogUnusable(_path, exception.Message);
                throw exception is InvalidDataException ? new IOException(exception.Message, exception) : exception;
            }
        }
    }

    [LoggerMessage(4002, LogLevel.Error, "The named keys stay as they are: {File} cannot be used ({Reason})")]
    private partial void LogUnusable(string file, string reason);
}
