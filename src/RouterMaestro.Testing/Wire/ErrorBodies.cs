using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes errors as the providers do.</summary>
internal static class ErrorBodies
{
    public static byte[] Whole(SimulatedError error, RenderContext context) => WireJson.Bytes(Object(error, context));

    public static JsonObject Object(SimulatedError error, RenderContext context) =>
        context.IsMessages ? Messages(error, context) : OpenAI(error, context);

    private static JsonObject OpenAI(SimulatedError error, RenderContext context)
    {
        var (type, code, param, message) = (context.IsResponses ? error.Wording?.Responses : null) ?? error.Wording?.Chat ?? OpenAIWording(error.Status);
        return new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Message ?? message,
                ["type"] = error.Type ?? type,
                ["param"] = error.Param ?? param,
                ["code"] = error.Code ?? code,
            },
        };
    }

    private static JsonObject Messages(SimulatedError error, RenderContext context)
    {
        var (type, message) = error.Wording?.Messages ?? MessagesWording(error.Status);
        return new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = error.Type ?? type, ["message"] = error.Message ?? message },
            ["request_id"] = context.Id("req_"),
        };
    }

    private static (string? Type, string? Code, string? Param, string Message) OpenAIWording(int status) => status switch
    {
        401 => ("invalid_request_error", "invalid_api_key", null, "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys."),
        403 => ("invalid_request_error", "unsupported_country_region_territory", null, "Country, region, or territory not supported"),
        404 => ("invalid_request_error", "model_not_found", null, "The model does not exist or you do not have access to it."),
        429 => ("requests", "rate_limit_exceeded", null, "Rate limit reached on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again later."),
        503 => ("server_error", null, null, "The engine is currently overloaded, please try again later"),
        >= 500 => ("server_error", null, null, "The server had an error while processing your request. Sorry about that!"),
        _ => ("invalid_request_error", null, null, "Invalid request."),
    };

    private static (string Type, string Message) MessagesWording(int status) => status switch
    {
        401 => ("authentication_error", "invalid x-api-key"),
        402 => ("billing_error", "Your credit balance is too low to access the Anthropic API."),
        403 => ("permission_error", "Your API key does not have permission to use the specified resource."),
        404 => ("not_found_error", "Not Found"),
        413 => ("request_too_large", "Request exceeds the maximum size"),
        429 => ("rate_limit_error", "This request would exceed your organization's rate limit. Please try again later."),
        504 => ("timeout_error", "Request timed out"),
        529 => ("overloaded_error", "Overloaded"),
        >= 500 => ("api_error", "Internal server error"),
        _ => ("invalid_request_error", "Invalid request."),
    };
}
