namespace RouterMaestro.Testing.Wire;

/// <summary>The headers that a provider adds to every answer.</summary>
internal static class ProviderHeaders
{
    public static IEnumerable<KeyValuePair<string, string>> For(RenderContext context)
    {
        if (context.IsMessages)
        {
            yield return new("request-id", context.Id("req_"));
            yield return new("anthropic-organization-id", "00000000-0000-0000-0000-000000000000");
            yield return new("anthropic-ratelimit-requests-limit", "4000");
            yield return new("anthropic-ratelimit-requests-remaining", "3999");
            yield break;
        }

        yield return new("x-request-id", context.Id("req_"));
        yield return new("openai-organization", "org-simulated");
        yield return new("openai-processing-ms", "12");
        yield return new("openai-version", "2020-10-01");
        yield return new("x-ratelimit-limit-requests", "500");
        yield return new("x-ratelimit-remaining-requests", "499");
    }
}

/// <summary>The content types that providers send.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";

    public const string EventStream = "text/event-stream; charset=utf-8";

    public static string For(RenderContext context) => context.Request.IsStream ? EventStream : Json;
}
