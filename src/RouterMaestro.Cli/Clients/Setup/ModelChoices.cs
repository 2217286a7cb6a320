using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>The models of the gateway, as clients are set up with them.</summary>
internal sealed partial class ModelChoices(GatewayClient client)
{
    /// <summary>The name for which the gateway chooses.</summary>
    public const string Automatic = "router-maestro";

    /// <summary>The ending by which Claude Code uses a window of a million tokens, and which it does not send.</summary>
    public const string LongSuffix = "[1m]";

    private const int LongWindow = 1_000_000;

    /// <summary>Gets the models of the gateway.</summary>
    /// <exception cref="CommandFailedException">The gateway cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<ModelContract>> ListAsync(CancellationToken cancellationToken) =>
        (await client.GetAsync("models", AdminJson.Default.ModelListContract, cancellationToken)).Models;

    /// <summary>Returns the names that a client can be given, the gateway's own choice first.</summary>
    /// <param name="models">The models of the gateway.</param>
    /// <param name="kind">The client.</param>
    public static IReadOnlyList<string> Names(IReadOnlyList<ModelContract> models, ClientKind kind) =>
        [Automatic, .. models.SelectMany(model => kind is ClaudeCode && HasLongWindow(model) ? [model.Id, model.Id + LongSuffix] : new[] { model.Id })];

    /// <summary>Returns what is known of a model.</summary>
    /// <param name="models">The models of the gateway; null if it was not asked.</param>
    /// <param name="id">The name that the client shall send.</param>
    /// <param name="qualified">The model's own id, where that differs.</param>
    public static ClientModel Describe(IReadOnlyList<ModelContract>? models, string id, string? qualified = null)
    {
        var bare = IdOf(models, qualified ?? id);
        var model = models?.FirstOrDefault(model => model.Id.Equals(bare, StringComparison.OrdinalIgnoreCase));
        return model is null ? new(id) : new(id)
        {
            Name = model.Name,
            ContextWindow = model.MaxContextWindowTokens ?? (model.MaxPromptTokens + model.MaxOutputTokens),
            MaxPromptTokens = model.MaxPromptTokens,
            MaxOutputTokens = model.MaxOutputTokens,
        };
    }

    /// <summary>Checks that the gateway would serve a name.</summary>
    /// <param name="kind">The client that shall send it.</param>
    /// <param name="models">The models of the gateway.</param>
    /// <param name="id">The name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">It would not.</exception>
    public async Task CheckAsync(ClientKind kind, IReadOnlyList<ModelContract> models, string id, CancellationToken cancellationToken)
    {
        var bare = IdOf(models, id);
        if (kind is ClaudeCode && WithoutSuffix(bare) != bare)
        {
            throw new CommandFailedException($"{kind.Title} does not send the ending {LongSuffix}, which belongs to the name of the model '{bare}': choose another model.");
        }

        if (await ExplainAsync(bare, cancellationToken) is { Error: { } error })
        {
            // the gateway's own suggestion is a question
            var reason = error.Message.EndsWith('?') ? error.Message : error.Message.TrimEnd('.') + "." + Suggestion.For(bare, models.Select(model => model.Id));
            throw new CommandFailedException($"The gateway would not serve the model '{bare}': {reason} '{ProductInfo.Name} model list' shows the models.");
        }
    }

    /// <summary>Returns the name by which a model's own vendor knows it, if the gateway takes it for the same model.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="id">The model's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The name; null if the client's vendor has no such model, or the gateway would choose another.</returns>
    public async Task<string?> FindOfficialAsync(ClientKind kind, string id, CancellationToken cancellationToken)
    {
        var bare = WithoutSuffix(id);
        var name = bare[(bare.LastIndexOf('/') + 1)..];
        var official = kind switch
        {
            ClaudeCode when name.StartsWith("claude", StringComparison.OrdinalIgnoreCase) => name.Replace('.', '-').ToLowerInvariant(),
            Codex when OpenAIName().IsMatch(name) => name,
            _ => null,
        };
        return official is not null && (await ExplainAsync(official, cancellationToken)).Candidates is [var first, ..] && first.Model.Equals(bare, StringComparison.OrdinalIgnoreCase)
            ? official + id[bare.Length..]
            : null;
    }

    // a model's own id may end like the suffix
    /// <summary>Returns the id of a model: a name without the ending by which Claude Code uses a long window, unless the model's own id ends so.</summary>
    /// <param name="models">The models of the gateway; null if it was not asked.</param>
    /// <param name="id">The name.</param>
    public static string IdOf(IReadOnlyList<ModelContract>? models, string id) =>
        models?.Any(model => model.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) == true ? id : WithoutSuffix(id);

    private static string WithoutSuffix(string id) => id.EndsWith(LongSuffix, StringComparison.OrdinalIgnoreCase) ? id[..^LongSuffix.Length] : id;

    private static bool HasLongWindow(ModelContract model) =>
        model.Id.Contains("claude", StringComparison.OrdinalIgnoreCase)
        && Math.Max(model.MaxPromptTokens ?? 0, Math.Max(model.MaxContextWindowTokens ?? 0, (model.MaxPromptTokens + model.MaxOutputTokens) ?? 0)) >= LongWindow;

    private Task<RouteContract> ExplainAsync(string model, CancellationToken cancellationToken) =>
        client.PostAsync("route/explain", new JsonObject { ["model"] = model }.ToJsonString(), AdminJson.Default.RouteContract, cancellationToken);

    [GeneratedRegex("^(gpt|codex|o[0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex OpenAIName();
}
