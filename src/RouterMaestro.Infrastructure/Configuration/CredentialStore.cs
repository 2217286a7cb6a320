using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>
/// Stores the keys and logins of providers in <c>auth.json</c>, or the document in its place. A change replaces one entry and keeps all others, also
/// those of unknown kinds, however many processes write at once. Where there is no document, logins are kept until the process ends.
/// </summary>
/// <param name="feed">Supplies the documents of the configuration; null if there are none.</param>
internal sealed class CredentialStore(IConfigurationFeed? feed = null)
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private readonly ConcurrentDictionary<string, StoredLogin> _unwritten = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a login as it is stored now.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <returns>The login; null if there is none.</returns>
    public StoredLogin? FindLogin(string provider)
    {
        if (feed is null)
        {
            return _unwritten.GetValueOrDefault(provider);
        }

        var errors = new ConfigErrors(AuthFile.Name);
        return AuthFile.Read(ConfigFile.Read(feed.Read().Keys, errors), errors).Logins.GetValueOrDefault(provider);
    }

    /// <summary>Stores a login.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="login">The login.</param>
    /// <exception cref="Domain.Failures.RouterException">The document cannot be written, or is broken.</exception>
    public void SetLogin(string provider, StoredLogin login)
    {
        if (feed is not IConfigurationWriter)
        {
            _unwritten[provider] = login;
            return;
        }

        Change(provider, former => Write(former as JsonObject ?? [], login));
    }

    /// <summary>Stores the short-lived token of a login, unless there is another login by now.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="login">The login with the token.</param>
    /// <exception cref="Domain.Failures.RouterException">The document cannot be written, or is broken.</exception>
    public void UpdateLogin(string provider, StoredLogin login)
    {
        if (feed is not IConfigurationWriter)
        {
            _unwritten[provider] = login;
            return;
        }

        Change(provider, former => former is JsonObject entry && TextOf(entry, "refresh") == login.Token ? Write(entry, login) : former);
    }

    /// <summary>Stores a key.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="Domain.Failures.RouterException">The document cannot be written, or is broken.</exception>
    public void SetKey(string provider, string key)
    {
        RequireWriter();
        Change(provider, _ => new JsonObject { ["type"] = "api", ["key"] = key });
    }

    /// <summary>Removes a key or login.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="Domain.Failures.RouterException">The document cannot be written, or is broken.</exception>
    public bool Remove(string provider)
    {
        if (feed is not IConfigurationWriter)
        {
            return _unwritten.TryRemove(provider, out _);
        }

        var isFound = false;
        Change(provider, former =>
        {
            isFound = former is not null;
            return null;
        });
        return isFound;
    }

    private static JsonObject Write(JsonObject entry, StoredLogin login)
    {
        entry["type"] = "oauth";
        entry["refresh"] = login.Token;
        entry.Remove("key");
        SetOrRemove(entry, "access", login.Access);
        SetOrRemove(entry, "expires", login.Access is null ? null : JsonValue.Create(login.ExpiresAt.ToUnixTimeSeconds()));
        SetOrRemove(entry, "api_endpoint", login.ApiEndpoint);
        return entry;
    }

    private static void SetOrRemove(JsonObject entry, string name, JsonNode? value)
    {
        entry.Remove(name);
        if (value is not null)
        {
            entry[name] = value;
        }
    }

    private static string? TextOf(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject RootOf(ConfigurationDocument document)
    {
        if (document.Problem is { } problem)
        {
            throw Broken(problem);
        }

        try
        {
            return document.Utf8 is not { } utf8 ? []
                : JsonNode.Parse(utf8.Span, documentOptions: _strict) as JsonObject ?? throw Broken("must be a JSON object");
        }
        catch (JsonException)
        {
            throw Broken(JsonFault.Describe(document.Utf8!.Value.ToArray()));
        }
    }

    private static Domain.Failures.RouterException Broken(string problem) =>
        ConfigurationWrites.Refused("config_file_broken", $"{AuthFile.Name} {problem}. It stays as it is: correct it by hand first.");

    private IConfigurationWriter RequireWriter() => ConfigurationWrites.WriterOf(feed as IConfigurationWriter, "keys");

    private void Change(string provider, Func<JsonNode?, JsonNode?> change)
    {
        var writer = RequireWriter();
        while (true)
        {
            var document = feed!.Read().Keys;
            var root = RootOf(document);
            var name = root.FirstOrDefault(entry => entry.Key.Equals(provider, StringComparison.OrdinalIgnoreCase)).Key ?? provider;
            var former = root.TryGetPropertyValue(name, out var present) ? present?.DeepClone() : null;
            var entry = change(former);
            if (JsonNode.DeepEquals(entry, present))
            {
                return;
            }

            if (entry is null)
            {
                root.Remove(name);
            }
            else
            {
                root[name] = entry;
            }

            // whoever changed the document meanwhile keeps that change
            if (ConfigurationWrites.TryWrite(writer, ConfigurationPart.Keys, JsonFiles.Format(root), document))
            {
                return;
            }
        }
    }
}
