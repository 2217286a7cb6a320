using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Keeps which settings files were changed, so that the changes can be undone: <c>client-settings.json</c> in the data folder, without any of their content.</summary>
/// <param name="path">The file, which need not exist.</param>
internal sealed class SettingsHistory(string path)
{
    private const string Changes = "changes";

    /// <summary>Adds a change.</summary>
    public void Add(SettingsChange change) =>
        Edit(changes => changes.Add(JsonSerializer.SerializeToNode(change, SettingsJson.Default.SettingsChange)));

    /// <summary>Removes a change that was undone.</summary>
    public void Remove(SettingsChange change) => Edit(changes =>
    {
        if (changes.Index().LastOrDefault(entry => Read(entry.Item) == change) is { Item: not null } found)
        {
            changes.RemoveAt(found.Index);
        }
    });

    /// <summary>Returns the changes of a client that were not undone, the last one first.</summary>
    /// <param name="client">The client's name.</param>
    /// <exception cref="CommandFailedException">The file cannot be read.</exception>
    public IReadOnlyList<SettingsChange> Find(string client)
    {
        try
        {
            return JsonFiles.Read(path)?[Changes] is JsonArray changes ? [.. changes.Select(Read).OfType<SettingsChange>().Where(change => change.Client == client).Reverse()] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Failed(exception);
        }
    }

    /// <summary>Returns the digest by which a content is recognized.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static SettingsChange? Read(JsonNode? entry)
    {
        try
        {
            return entry?.Deserialize(SettingsJson.Default.SettingsChange);
        }
        catch (JsonException)
        {
            // of a later version, perhaps
            return null;
        }
    }

    private void Edit(Action<JsonArray> edit)
    {
        try
        {
            JsonFiles.Change(path, root =>
            {
                var changes = root[Changes] as JsonArray ?? [];
                root[Changes] = changes;
                edit(changes);
                return true;
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Failed(exception);
        }
    }

    private CommandFailedException Failed(Exception exception) =>
        new(exception is InvalidDataException
            ? $"{path} cannot be used ({exception.Message.TrimEnd('.')}): it remembers which settings can be undone; correct it, or delete it to forget them."
            : $"{path} cannot be read and written ({exception.Message.TrimEnd('.')}): make that possible, since it remembers which settings can be undone; nothing is changed.", exception);
}

/// <summary>A settings file that was changed.</summary>
internal sealed record SettingsChange
{
    /// <summary>Gets the client.</summary>
    [JsonPropertyName("client")]
    public required string Client { get; init; }

    /// <summary>Gets the level, <c>user</c> or <c>project</c>.</summary>
    [JsonPropertyName("level")]
    public required string Level { get; init; }

    /// <summary>Gets the file.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Gets the file with the former content; null if there was none.</summary>
    [JsonPropertyName("backup")]
    public string? Backup { get; init; }

    /// <summary>Gets the digest of the former content; null if there was none.</summary>
    [JsonPropertyName("former_sha256")]
    public string? Former { get; init; }

    /// <summary>Gets the digest of the content that was written.</summary>
    [JsonPropertyName("written_sha256")]
    public required string Written { get; init; }

    /// <summary>Gets when it was written.</summary>
    [JsonPropertyName("written_at")]
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Gets the folder that was made for the file; null if there was one.</summary>
    [JsonPropertyName("made_folder")]
    public string? Folder { get; init; }
}

/// <summary>Reads and writes the history.</summary>
[JsonSerializable(typeof(SettingsChange))]
internal sealed partial class SettingsJson : JsonSerializerContext;
