using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Keys;

/// <summary>
/// Stores the named keys in <c>keys.json</c>, as digests. Another gateway of the same home may change the file too, so that it is looked at
/// each second: a key that was revoked there is refused here.
/// </summary>
internal sealed partial class GatewayKeyFile : IGatewayKeyStore, IProblemSource, IDisposable
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
    private volatile string? _problem;

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

    public IEnumerable<ConfigProblem> Problems => _problem is { } problem
        ? [new ConfigProblem(Path.GetFileName(_path), $"{problem}: the named keys stay as they were when it was last valid") { Location = _path }]
        : [];

    /// <summary>Reads the keys of a file.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static NamedGatewayKey[] Read(string path) => Read(JsonFiles.Read(path) ?? []);

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
        _ => throw new InvalidDataException("'keys' must be a list"),
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
                _keys = Read(_path);
                _problem = null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                _problem = exception is InvalidDataException ? exception.Message : "cannot be read";
                LogUnusable(_path, exception.Message);
            }
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
                    (_keys, _stamp, _problem) = (Read(root), StampOf(_path), null);
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
