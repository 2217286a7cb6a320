using Cocona;
using RouterMaestro.Application.Translation;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Translation;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Cli.Commands;

/// <summary>The command that translates between protocols.</summary>
internal sealed class TranslateCommand(BodyInput input, OfflineTranslator translator, TranslationReport report)
{
    [Command("translate", Description = "Translate a body between protocols, without a gateway.")]
    [Example($"{ProductInfo.Name} translate request.json --from chat --to messages", "Prints the body that Anthropic would get, and what is lost.")]
    public async Task<int> RunAsync(
        [FromService] CoconaAppContext context,
        [Argument("FILE", Description = "The file with the body; standard input without, or for -.")][Completes(CompletionSource.Files)] string? file = null,
        [Option("from", ValueName = "PROTOCOL", Description = "The protocol of the body: chat, responses or messages.")][Completes("chat", "responses", "messages")] string? from = null,
        [Option("to", ValueName = "PROTOCOL", Description = "The protocol to translate into: chat, responses or messages.")][Completes("chat", "responses", "messages")] string? to = null,
        [Option("response", Description = "The body is a provider's response, or the recording of a stream.")] bool isResponse = false,
        [Option("model", ValueName = "MODEL", Description = "The model to write; the one in the body without.")] string? model = null,
        [Option("json", Description = "Print JSON: the body and the losses.")] bool asJson = false)
    {
        var (source, target) = (Find("--from", from), Find("--to", to));
        var body = await input.ReadAsync(file, context.CancellationToken);
        var translated = isResponse
            ? await translator.TranslateAsync(new TranslateResponse(source, target, body) { Model = model }, context.CancellationToken)
            : await translator.TranslateAsync(new TranslateRequest(source, target, body) { Model = model }, context.CancellationToken);
        await report.PrintAsync(translated, asJson, context.CancellationToken);
        return ExitCodes.Success;
    }

    private static WireProtocol Find(string option, string? name) =>
        ProtocolNames.Find(option, name ?? throw new WrongUsageException($"{option} is missing: name one of {ProtocolNames.List}."));
}
