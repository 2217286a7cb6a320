using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>Stores the routing settings in <c>priorities.json</c> if the host reads files.</summary>
internal sealed class PrioritiesStore(GatewayState gateway, ConfigurationFiles? files = null, ConfigPaths? paths = null) : IPrioritiesStore
{
    private readonly Lock _gate = new();

    public JsonObject Read()
    {
        var content = files?.Priorities.Root is { } root ? (JsonObject)ToNode(root.Json)! : [];
        var settings = gateway.Configuration.Settings;
        if (content["priorities"] is null)
        {
            content["priorities"] = new JsonArray([.. settings.Priorities.Select(id => (JsonNode)id)]);
        }

        var fallback = content["fallback"] as JsonObject;
        if (content["fallback"] is null)
        {
            content["fallback"] = fallback = [];
        }

        if (fallback is not null)
        {
            fallback["strategy"] ??= settings.Strategy;
            fallback["maxRetries"] ??= settings.MaxRetries;
        }

        return content;
    }

    public EquatableArray<string> Change(bool isWhole, Func<JsonObject, JsonObject?> change)
    {
        if (files is null || paths is null)
        {
            throw Refused("no_file_configuration", "This gateway's settings are part of its host's program: they cannot be changed from here.");
        }

        lock (_gate)
        {
            gateway.Reload();
            if (change(Read()) is not { } next)
            {
                return [];
            }

            if (files.Priorities.IsSetAside && !isWhole)
            {
                throw Refused(
                    "config_file_broken", $"priorities.json is broken, so that there is nothing to change: correct it, or replace it as a whole. {Problem()}");
            }

            if (files.CheckPriorities(Encoding.UTF8.GetBytes(next.ToJsonString())) is { IsEmpty: false } errors)
            {
                return errors;
            }

            Write(paths.PrioritiesFile, next);
            gateway.Reload();
            return [];
        }
    }

    private static RouterException Refused(string code, string message) =>
        new(new RouterError(RouterErrorKind.InvalidRequest, 409, message) { Code = code });

    private static void Write(string path, JsonObject content)
    {
        try
        {
            JsonFiles.Write(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RouterException(
                new RouterError(RouterErrorKind.Internal, 500, "priorities.json cannot be written.") { Code = "config_not_written" }, exception);
        }
    }

    // of members of the same name the last one counts, as it does when the file is read
    private static JsonNode? ToNode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject members = [];
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = ToNode(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }

    private string Problem() => files!.Priorities.Problems.Select(problem => $"It {problem.Message}.").FirstOrDefault("");
}
