using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>Reads <c>model_list</c>, in which several deployments may have one name.</summary>
internal sealed class LiteLlmModels(ImportDraft draft, LiteLlmServers servers, JsonArray credentials)
{
    private static readonly string[] _conversations = ["chat", "completion", "responses", "embedding"];

    /// <summary>Reads the models.</summary>
    /// <returns>The qualified ids of each name, in the order in which they are called.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Read(JsonArray models)
    {
        List<Deployment> deployments = [];
        foreach (var (index, entry) in models.Index())
        {
            if (ReadEntry(entry as JsonObject ?? [], string.Create(CultureInfo.InvariantCulture, $"model_list[{index}]")) is { } deployment)
            {
                deployments.Add(deployment);
            }
        }

        Dictionary<string, IReadOnlyList<string>> groups = new(StringComparer.Ordinal);
        foreach (var group in deployments.Where(deployment => deployment.Id is not null).GroupBy(deployment => deployment.Name))
        {
            groups[group.Key] = AddGroup([.. group.OrderBy(deployment => deployment.Order)]);
        }

        return groups;
    }

    private Deployment? ReadEntry(JsonObject entry, string path)
    {
        var members = WithCredential((entry["litellm_params"] as JsonObject)?.DeepClone() as JsonObject ?? [], path);
        if (JsonText.TextOf(entry["model_name"]) is not { } name || JsonText.TextOf(members["model"]) is not { } model)
        {
            draft.Omit(path, "It has no 'model_name', or no 'model' in 'litellm_params'.");
            return null;
        }

        var information = entry["model_info"] as JsonObject ?? [];
        if (JsonText.TextOf(information["mode"]) is { } mode && !_conversations.Contains(mode))
        {
            draft.Omit(path, $"{name}: models for '{mode}' are not served here.");
            return null;
        }

        var parameters = new LiteLlmParameters(model, members);
        if (servers.Find(parameters, path) is not { } found)
        {
            return null;
        }

        var (spec, id) = found;

        OmitOthers(entry, parameters, information, path);
        var provider = draft.AddProvider(spec);
        return id.Contains('*', StringComparison.Ordinal) ? AddWildcard(name, provider, id, path)
            : new(name, draft.AddModel(provider, id, parameters.Describe(information)), parameters.Order, path);
    }

    private void OmitOthers(JsonObject entry, LiteLlmParameters parameters, JsonObject information, string path)
    {
        foreach (var key in parameters.Others)
        {
            draft.Omit($"{path}.litellm_params.{key}", LiteLlmKeys.OfParameter(key));
        }

        // what describes the model, and what is carried over
        string[] read =
        [
            "id", "mode", "base_model", "max_tokens", "max_input_tokens", "max_output_tokens",
            "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost", "cache_creation_input_token_cost",
        ];
        foreach (var (key, _) in information.Where(member => !read.Contains(member.Key)))
        {
            draft.Omit($"{path}.model_info.{key}", LiteLlmKeys.OfInformation(key));
        }

        foreach (var (key, _) in entry.Where(member => member.Key is not ("model_name" or "litellm_params" or "model_info")))
        {
            draft.Omit($"{path}.{key}", LiteLlmKeys.OfParameter(key));
        }
    }

    private JsonObject WithCredential(JsonObject members, string path)
    {
        if (JsonText.TextOf(members["litellm_credential_name"]) is not { } name)
        {
            return members;
        }

        if (credentials.OfType<JsonObject>().FirstOrDefault(credential => JsonText.TextOf(credential["credential_name"]) == name)?["credential_values"] is not JsonObject values)
        {
            draft.Omit($"{path}.litellm_params.litellm_credential_name", "The file has no such credential: LiteLLM keeps it in its database.");
            return members;
        }

        foreach (var (key, value) in values)
        {
            members.TryAdd(key, value?.DeepClone());
        }

        return members;
    }

    // a wildcard passes the rest of the name on, which is what provider/NAME does here
    private Deployment? AddWildcard(string name, string provider, string id, string path)
    {
        draft.AskForModels(provider);
        if (id != "*" || (name != "*" && name != $"{provider}/*"))
        {
            draft.Omit(path, $"A pattern does not pass the rest of a name on here: call the models of '{name}' as {provider}/NAME.");
        }
        else if (name == "*")
        {
            draft.Note($"Names that no provider has are errors here: call other models as {provider}/NAME.");
        }

        return null;
    }

    private List<string> AddGroup(Deployment[] deployments)
    {
        List<string> targets = [.. deployments.Select(deployment => deployment.Id!).Distinct(StringComparer.Ordinal)];
        var (name, path) = (deployments[0].Name, deployments[0].Path);
        if (!name[..^1].Contains('*', StringComparison.Ordinal))
        {
            draft.AddAlias(name, targets[0], path);
        }
        else
        {
            draft.Omit(path, $"A pattern has one * here, at its end: '{name}' is no alias.");
        }

        if (targets.Count > 1)
        {
            draft.AddChain(targets, path);
            draft.Note("Calls are not spread over the deployments of a name: the first one is called, the others are its fallbacks. The strategy 'weighted' draws by weights.");
        }

        return targets;
    }

    private sealed record Deployment(string Name, string? Id, decimal Order, string Path);
}
