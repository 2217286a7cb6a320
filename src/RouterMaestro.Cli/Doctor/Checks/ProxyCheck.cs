using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says which proxy calls go through, and whether clients would send calls to the gateway on this machine to it.</summary>
internal sealed class ProxyCheck(GatewayView gateway, CliEnvironment environment) : IDoctorCheck
{
    private static readonly string[] _names = ["http_proxy", "https_proxy", "all_proxy"];

    private static readonly Uri[] _loopback = [new("http://localhost/"), new("http://127.0.0.1/")];

    public string Group => "Environment";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. _names.SelectMany(Describe)];
        if (findings.Count == 0)
        {
            return [Finding.Ok("Proxy", "none is set")];
        }

        var exceptions = environment.NonBlank("no_proxy") ?? environment.NonBlank("NO_PROXY");
        if (Array.Exists(_loopback, address => !new NoProxyList(exceptions ?? "").Contains(address)))
        {
            findings.Add(Finding.Warning(
                "NO_PROXY", "It leaves out this machine, so that clients may send their calls to the gateway to the proxy; the gateway itself never does.", "NO_PROXY=localhost,127.0.0.1,::1"));
        }

        if ((await gateway.AskAsync(cancellationToken)).Address?.Endpoint is { } endpoint && UpstreamProxy.Create(environment.Variable).GetProxy(endpoint) is { } proxy)
        {
            findings.Add(Finding.Note("Gateway", $"Commands call {GatewayEndpoint.Display(endpoint)} through the proxy {UrlText.Origin(proxy)}."));
        }

        return findings;
    }

    private IEnumerable<Finding> Describe(string name)
    {
        var upper = name.ToUpperInvariant();
        var (small, large) = (environment.NonBlank(name), environment.NonBlank(upper));
        if (small is not null && large is not null && small != large && !OperatingSystem.IsWindows())
        {
            yield return Finding.Warning(name, $"It differs from {upper}: programs do not agree which one counts, the gateway takes {name}.", "set both to the same proxy, or unset one.");
        }

        if ((small ?? large) is not { } value)
        {
            yield break;
        }

        var used = small is null ? upper : name;
        yield return EnvironmentProxy.Find(variable => variable == used ? value : null) is null
            ? Finding.Problem(used, "It is no address of a proxy, so that it does not count for the gateway and breaks other programs.", "write it as http://HOST:PORT or socks5://HOST:PORT.")
            : Finding.Note(used, $"Calls to providers go through {UrlText.Origin(value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value)}.");
    }
}
