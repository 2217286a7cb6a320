namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Where recorded traffic differs from the schemas, the traffic is right: a test shows each of these by the traffic it names.</summary>
internal static class SchemaExceptions
{
    private const string Anthropic = "recorded/anthropic-messages/pydantic+pydantic-ai/pydantic--anthropic--";
    private const string Dotnet = "recorded/openai-responses/openai+openai-dotnet/openai-dotnet--";
    private const string MessageHistory = "request of " + Dotnet + "ResponsesTests--MessageHistoryWorks.exchanges.json#0";
    private const string Pydantic = "recorded/openai-compatible/pydantic+pydantic-ai/pydantic--";

    public static IReadOnlyList<SchemaException> All { get; } =
    [
        // the list of codes in an answer that failed is open
        new("ResponseStreamEvent", "response.error.code: ", "recorded/openai-responses/vercel+ai/openai-error.1.chunks.txt#0"),

        // documents of providers that speak the caller's protocol in their own way pass as they are
        new("ErrorResponse", "error: lacks param", Pydantic + "groq--test_tool_regular_error.exchanges.json#0"),
        new("ErrorResponse", "error: lacks type", Pydantic + "openrouter--test_openrouter_errors_raised.exchanges.json#0"),
        new("ErrorResponse", "error.code: Number is no string", Pydantic + "openrouter--test_openrouter_errors_raised.exchanges.json#0"),
        new("ErrorResponse", "error.type: Null is no string", "error openai/null-type-and-code-400"),

        new("BetaMessage", "container: lacks skills", Anthropic + "test_anthropic_code_execution_tool.exchanges.json#0"),

        // documented beside the schema, which lacks it
        new("ErrorResponse", "error.type: \"request_too_large\"", "error anthropic/request-too-large"),

        // what an assistant said goes back without the id that the schema wants, in parts that its short form does not list
        new("CreateResponse", "input[].content[].type: \"output_text\"", MessageHistory),
        new("CreateResponse", "input[].content[].type: \"refusal\"", MessageHistory) { Shown = "input[].content[].type: \"output_text\"" },

        // a message with a type is an item both in its short and in its long form
        new("CreateResponse", "input[]: fits 2 of the choices", "request of " + Dotnet + "ResponseStoreTests--GetInputItemsCollectionPage.exchanges.json#0"),
        new("CreateResponse", "input[].content[]: lacks detail", "request of " + Dotnet + "ResponseStoreTests--GetInputItemsWithMultiPartPagination.exchanges.json#0"),
    ];

    public static bool Covers(string schema, string fault) => All.Any(e => e.Covers(schema, fault));
}
