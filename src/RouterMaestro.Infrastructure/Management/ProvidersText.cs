using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>The text of <c>providers.json</c>, which is valid JSON though its entries need not be.</summary>
/// <param name="Utf8">The text.</param>
/// <param name="Root">The root object.</param>
/// <param name="Document">The document that holds it.</param>
internal sealed record ProvidersText(byte[] Utf8, JsonElement Root, ConfigurationDocument Document)
{
    /// <summary>Gets the version of the text.</summary>
    public string Revision => DocumentRevision.Of(new RawJson(Utf8));

    /// <summary>Reads the text of a document; an absent one is an empty object.</summary>
    /// <param name="document">The document.</param>
    /// <param name="problem">Why there is no text that can be changed; null if there is.</param>
    /// <returns>The text; null if there is a problem.</returns>
    public static ProvidersText? Read(ConfigurationDocument document, out string? problem)
    {
        var errors = new ConfigErrors(ProvidersFile.Name);
        var newest = document is { Utf8: null, Problem: null } ? ConfigurationDocument.Of("{}\n"u8.ToArray()) : document;
        var root = ConfigFile.Read(newest, errors);
        var lists = root?.Json.EnumerateObject().Where(member => member.Name == ProvidersFile.List).ToArray() ?? [];
        problem = errors.Messages.Count > 0 ? errors.Messages[0]
            : lists.Length > 1 ? "has the member providers twice, so that it is not clear which one is meant"
            : lists is [{ Value.ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) }] ? "must have an object as its member providers"
            : null;
        return problem is null ? new(newest.Utf8!.Value.ToArray(), root!.Value.Json, document) : null;
    }

    /// <summary>Returns whether two entries have a name, in any case, so that it is not clear which one is meant.</summary>
    public bool IsAmbiguous(string name) =>
        Root.TryGetProperty(ProvidersFile.List, out var list) && list.ValueKind == JsonValueKind.Object
        && list.EnumerateObject().Count(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) > 1;

    /// <summary>Finds an entry by its name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name as it is written and the entry, which is null unless it is an object; null if there is no entry.</returns>
    public (string Name, JsonObject? Entry)? Find(string name)
    {
        if (Root.TryGetProperty(ProvidersFile.List, out var list) && list.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in list.EnumerateObject())
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return (member.Name, JsonTree.Of(member.Value) as JsonObject);
                }
            }
        }

        return null;
    }

    /// <summary>Returns the text with an entry.</summary>
    public byte[] With(string name, JsonObject entry) => JsonTextEdit.Set(Utf8, ProvidersFile.List, name, entry);

    /// <summary>Returns the text without an entry.</summary>
    public byte[] Without(string name) => JsonTextEdit.Remove(Utf8, ProvidersFile.List, name);
}
