using System.Text;
using CsCheck;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

public sealed class BrokenFilesTests
{
    private static readonly byte[] _providers = Encoding.UTF8.GetBytes("""
        { "$schema": 1, "providers": {
          "lab": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9000/v1", "headers": { "x-team": "SECRET" },
                   "models": { "llama-3": { "name": "Llama \u00e4" }, "x": null },
                   "options": { "api_key_env": "SECRET", "allow_unauthenticated": false, "protocols": ["chat", "messages"], "stream_usage": true } },
          "openai": { "baseURL": "https://SECRET.example.com/v1" } } }
        """);

    private static readonly byte[] _priorities = Encoding.UTF8.GetBytes("""
        { "priorities": ["openai/SECRET", "lab/llama-3"], "fallback": { "strategy": "priority", "maxRetries": 2 },
          "timeouts": { "connect": "00:00:10", "idle": null }, "keepalive": { "first": "00:00:10", "every": "00:00:05" } }
        """);

    private static readonly byte[] _keys = Encoding.UTF8.GetBytes("""
        { "openai": { "type": "api", "key": "SECRET" }, "github-copilot": { "type": "oauth", "refresh": "SECRET", "expires": 1790000000 } }
        """);

    // a slip of the pen: some bytes gone, some others in their place
    private static readonly Gen<(int At, int Gone, string Put)> _slip =
        Gen.Select(Gen.Int[0, 700], Gen.Int[0, 12], Gen.OneOf(Gen.String[Gen.Char["{}[]\",:\\ \u0000u"], 0, 4], Gen.String[0, 3]));

    [Fact]
    public void A_broken_file_never_throws_and_no_value_is_shown()
    {
        _slip.Sample(
            slip =>
            {
                var entries = ProvidersFile.Parse(Broken(_providers, slip), Codecs.All, Modules.All);
                var errors = new ConfigErrors("priorities.json");
                var priorities = PrioritiesFile.Read(ConfigFile.Parse(Broken(_priorities, slip), errors), RoutingSettings.Default, ["priority", "same-model"], errors);
                var reported = string.Join('\n', entries.Problems.Concat(priorities.Problems).Select(p => p.Message));
                return !reported.Contains("SECRET") && entries.Entries.All(e => e.Protocols.Count > 0);
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public void A_broken_key_file_never_throws_and_no_key_is_shown()
    {
        _slip.Sample(
            slip =>
            {
                var errors = new ConfigErrors("auth.json");
                var auth = AuthFile.Read(ConfigFile.Parse(Broken(_keys, slip), errors), errors);
                return !string.Join('\n', auth.Problems.Select(p => p.Message)).Contains("SECRET") && !auth.ToString().Contains("SECRET");
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void The_files_are_valid_before_they_are_broken()
    {
        Assert.Equal(2, ProvidersFile.Parse(_providers, Codecs.All, Modules.All).Entries.Count);
        Assert.Empty(ProvidersFile.Parse(_providers, Codecs.All, Modules.All).Problems);
    }

    private static byte[] Broken(byte[] file, (int At, int Gone, string Put) slip)
    {
        var at = Math.Min(slip.At, file.Length);
        var rest = Math.Min(at + slip.Gone, file.Length);
        return [.. file[..at], .. Encoding.UTF8.GetBytes(slip.Put), .. file[rest..]];
    }
}
