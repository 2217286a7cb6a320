using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>The <c>litellm_params</c> of a model.</summary>
/// <param name="model">The name of the model with its vendor.</param>
/// <param name="members">All members, those of a named credential included.</param>
internal sealed class LiteLlmParameters(string model, JsonObject members)
{
    // members that are read, or that only repeat what is read
    private static readonly HashSet<string> _read = new(StringComparer.Ordinal)
    {
        "model", "api_base", "base_url", "api_key", "custom_llm_provider", "order", "litellm_credential_name",
        "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost", "cache_creation_input_token_cost",
    };

    public string Model => model;

    public string? Vendor => JsonText.TextOf(members["custom_llm_provider"]);

    public string? ApiBase => JsonText.TextOf(members["api_base"]) ?? JsonText.TextOf(members["base_url"]);

    public string? ApiKey => JsonText.TextOf(members["api_key"]);

    /// <summary>Gets the place among the deployments of a name: smaller ones are called first.</summary>
    public decimal Order => members["order"] is JsonValue value && value.TryGetValue<decimal>(out var order) ? order : decimal.MaxValue;

    /// <summary>Gets the members that are not read.</summary>
    public IEnumerable<string> Others => members.Select(member => member.Key).Where(key => !_read.Contains(key));

    /// <summary>Returns what is said of the model.</summary>
    /// <param name="information">Its <c>model_info</c>.</param>
    public ModelSpec Describe(JsonObject information)
    {
        const decimal Million = 1_000_000;
        return new()
        {
            Price = ModelSpec.PriceOf(
                [
                    ("input", Find("input_cost_per_token")), ("output", Find("output_cost_per_token")),
                    ("cache_read", Find("cache_read_input_token_cost")), ("cache_write", Find("cache_creation_input_token_cost")),
                ],
                Million),
            Limits = ModelSpec.LimitsOf(information["max_input_tokens"], information["max_output_tokens"], context: null),
        };

        JsonNode? Find(string name) => members[name] ?? information[name];
    }
}
