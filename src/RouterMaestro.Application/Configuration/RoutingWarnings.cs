using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Configuration;

/// <summary>
/// Finds what a valid change of the routing settings names and the gateway does not have. It is no error: the provider or the model may be
/// added later.
/// </summary>
internal static class RoutingWarnings
{
    private const string File = "priorities.json";

    /// <summary>Returns the warnings about the members of a change that is in effect, each with its path.</summary>
    /// <param name="change">The complete settings, or the patch.</param>
    /// <param name="gateway">The gateway with the change.</param>
    public static EquatableArray<string> Of(JsonObject change, GatewaySnapshot gateway) =>
        gateway.Problems.Where(problem => problem.File == File && change.Any(member => IsWithin(problem.Message, member.Key)))
            .Select(problem => problem.Message)
            .Concat(Models(change).Select(place => ErrorOf(place.Path, place.Model, gateway)).OfType<string>())
            .ToEquatableArray();

    // the messages begin with their paths
    private static bool IsWithin(string message, string member) =>
        message.StartsWith(member, StringComparison.Ordinal) && message.Length > member.Length && message[member.Length] is '.' or '[' or ' ';

    private static IEnumerable<(string Path, string? Model)> Models(JsonObject change)
    {
        foreach (var (index, item) in (change["priorities"] as JsonArray ?? []).Index())
        {
            yield return ($"priorities[{index}]", item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : null);
        }

        foreach (var (name, _) in (change["fallback"] as JsonObject)?["weights"] as JsonObject ?? [])
        {
            yield return ($"fallback.weights[\"{name}\"]", name);
        }
    }

    // a list that has not arrived, or is empty, says nothing about the models that the provider serves
    private static string? ErrorOf(string path, string? name, GatewaySnapshot gateway)
    {
        if (!ModelRef.TryParse(name, out var model)
            || gateway.Catalog.FindProvider(model.Provider) is not { IsListed: true, Models.IsEmpty: false } provider
            || gateway.Catalog.FindModel($"{provider.Id}/{model.Id}") is not null)
        {
            return null;
        }

        var question = gateway.Routes.FindSimilar(provider, model.Id) is [var similar, ..] ? $": did you mean \"{similar}\"?" : "";
        return provider.IsPinned
            ? $"{path} names a model that '{provider.Id}' is configured without{question}"
            : $"{path} names a model that the list of '{provider.Id}' does not hold{question}";
    }
}
