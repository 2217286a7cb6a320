using System.Net;
using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>Tries one provider step by step: name, connection, TLS, key and models, then a request.</summary>
internal sealed class ProviderTrial(LiveGateway gateway, ProviderContract provider, TinyRequest request, TimeProvider clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    // a provider may have no list, or ask for patience, and still serve
    private static readonly string[] _minor = ["not_found", "no_model_list", "rate_limited", "forbidden"];

    private ProviderTestContract? _test;

    /// <summary>Gets the name of the provider.</summary>
    public string Name => provider.Name;

    /// <summary>Gets the model that a request goes to; null if none is sent.</summary>
    public string? Model { get; private set; }

    /// <summary>Asks the provider for its models.</summary>
    /// <param name="known">The ids of the models that the gateway knows of it already.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    public async Task<Finding> TestAsync(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var (finding, isDone) = await WithinAsync(async limit =>
        {
            _test = await gateway.TestAsync(provider.Name, limit);
            return _test is null ? Finding.Problem(provider.Name, "The gateway did not test it.", $"'{ProductInfo.Name} provider test {ShellWord.Of(provider.Name)}' says why.")
                : _test.Failure is { } failure ? Explain(failure)
                : Finding.Ok(provider.Name, $"{Steps(reached: 4)}{Quantity.Of(_test.Models.Count, "model")} ({_test.DurationMs} ms)");
        }, cancellationToken);
        if (isDone && (_test is { Ok: true } || (_test?.Failure is { } minor && _minor.Contains(minor.Code))))
        {
            // of a provider whose models are configured, the gateway calls no others
            Model = CheapModel.Choose(known.Count > 0 ? known : _test!.Models);
        }

        return finding;
    }

    /// <summary>Sends a request to the chosen model.</summary>
    public async Task<Finding> AskAsync(CancellationToken cancellationToken) =>
        (await WithinAsync(limit => request.SendAsync(gateway, provider.Name, Model!, limit), cancellationToken)).Finding;

    private Finding Explain(ProviderTestFailureContract failure)
    {
        var message = Steps(ReachedBefore(failure.Code)) + failure.Message;
        return _minor.Contains(failure.Code)
            ? Finding.Warning(provider.Name, message, $"'{ProductInfo.Name} provider test {ShellWord.Of(provider.Name)}' tries it again.")
            : Finding.Problem(provider.Name, message, failure.Code switch
            {
                "unauthorized" or "no_credential" => $"'{ProductInfo.Name} auth login {ShellWord.Of(provider.Name)}' stores a key{(provider.Key.Variable is { } variable ? $", unless {variable} is set, which wins" : "")}.",
                "tls" or "refused" or "unreachable" or "dns" or "broken" => $"check {provider.BaseUrl} ('{ProductInfo.Name} provider set {ShellWord.Of(provider.Name)} --base-url URL'), and the network of the gateway's machine.",
                _ => $"'{ProductInfo.Name} provider test {ShellWord.Of(provider.Name)}' tries it again.",
            });
    }

    /// <summary>Returns how many steps succeeded before a failure.</summary>
    private static int ReachedBefore(string code) => code switch
    {
        "dns" or "proxy" or "no_key" or "invalid" or "no_credential" or "failed" => 0,
        "refused" or "unreachable" or "timeout" => 1,
        "tls" or "broken" => 2,
        "unauthorized" or "forbidden" => 3,
        _ => 4,
    };

    /// <summary>Says which steps succeeded, those that the address has.</summary>
    private string Steps(int reached)
    {
        var uri = UrlText.Parse(provider.BaseUrl ?? "");
        (bool Applies, string Words)[] steps =
        [
            (uri is null || !IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out _), "name resolved"),
            (true, "connected"),
            (uri?.Scheme == Uri.UriSchemeHttps, "TLS fine"),
            (provider.Status == "ready", "key accepted"),
        ];
        var done = string.Join(", ", steps.Take(reached).Where(step => step.Applies).Select(step => step.Words));
        return done.Length == 0 ? "" : done + "; ";
    }

    private async Task<(Finding Finding, bool IsDone)> WithinAsync(Func<CancellationToken, Task<Finding>> step, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return (await step(end.Token), true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Finding.Problem(provider.Name, $"{UrlText.Origin(provider.BaseUrl ?? "")} gave no answer within {_patience.TotalSeconds:0} seconds.", "try again; if it stays so, look at the network and at the provider's status page."), false);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return (Finding.Problem(provider.Name, "The gateway ended the connection during the test.", "its log has the reason."), false);
        }
    }
}
