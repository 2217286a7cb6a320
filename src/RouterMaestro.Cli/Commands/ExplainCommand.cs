using System.Text.Json;
using System.Text.Json.Nodes;
using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The command that explains a route.</summary>
internal sealed class ExplainCommand(GatewayClient client, RouteReport report)
{
    [Command("explain", Description = "Show which models would be tried, and why; calls none.")]
    [Example($"{ProductInfo.Name} explain router-maestro", "Shows which model would serve, and which comes next if it fails.")]
    public async Task<int> RunAsync(
        [Argument("MODEL", Description = "The model's name, as a client writes it.")][Completes(CompletionSource.Routes)] string model,
        [Option("request", ValueName = "FILE", Description = "A file with a request's JSON body; its model is replaced by MODEL.")][Completes(CompletionSource.Files)] string? request,
        [Option("protocol", ValueName = "PROTOCOL", Description = "The protocol of the request: chat, responses or messages.")][Completes("chat", "responses", "messages")] string? protocol,
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        var path = "route/explain" + (protocol is null ? "" : "?protocol=" + Uri.EscapeDataString(ProtocolNames.Find("--protocol", protocol).Name));
        var body = request is null ? [] : await ReadAsync(request, context.CancellationToken);
        body["model"] = model;
        var route = await client.PostAsync(path, body.ToJsonString(), AdminJson.Default.RouteContract, context.CancellationToken);
        report.Print(route, asJson);
        return IsRefused(route) ? ExitCodes.Failure : ExitCodes.Success;
    }

    // a request that cannot be translated for the first candidate, or not without a loss that is not allowed, is refused whatever comes behind it
    private static bool IsRefused(RouteContract route) =>
        route.Error is not null
        || route.Candidates is [{ Refusal: not null }, ..]
        || (route.OnLoss == "reject" && route.Candidates is [{ Dropped.Count: > 0 }, ..]);

    private static async Task<JsonObject> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new WrongUsageException("--request must not be empty.");
        }

        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken)) as JsonObject
                ?? throw new CommandFailedException($"{file} holds no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"{file} is not valid JSON (line {exception.LineNumber + 1}).", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read.", exception);
        }
    }
}
