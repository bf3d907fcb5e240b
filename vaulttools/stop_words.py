"""Words that say nothing about a text's subject, by language (ISO 639-1). Short lists, all lower case.

Apostrophes end a word here ("don't" is "don" and "t"), so the halves stand in the lists too. Words of
one letter need no entry: `words` drops them. The rest is left to weighting: a word of most notes
weighs next to nothing anyway.
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """about above across actually after again against all almost along already also
            although always am among an and another any anything are aren around as at away back
            be became because become becomes been before behind being below best better between
            both but by came can cannot could couldn day did didn different do does doesn doing
            don done down due during each either else end enough especially etc even ever every
            everything example few find first for found from further gave get gets getting give
            given gives go goes going gone good got had hadn has hasn have haven having he help
            helps her here hers herself him himself his how however if important in include
            includes including instead into is isn it its itself just keep kind know last later
            least less let like likely ll long look lot made mainly make makes making many may
            me mean means might more most much must my myself need needs never new next no nor
            not nothing now of off often on once one ones only onto or other others our ours
            ourselves out over own part particular people per perhaps put quite rather re really
            said same say says second see seem seems seen several shall she should shouldn show
            shows simply since so some something sometimes soon still such take taken takes than
            that the their theirs them themselves then there therefore these they thing things
            think this those though three through throughout thus time to together too toward
            towards two under until up upon us use used useful uses using usually various ve
            very via want was wasn way ways we well were weren what when where whereas whether
            which while who whole whom whose why will with within without won work would wouldn
            year years yes yet you your yours yourself""",
        "de": """ab aber alle allem allen aller alles als also am an andere anderen anderer anderes
            auch auf aus bei beim bereits bin bis bist da dabei dadurch dafür dagegen daher
            damit danach dann daran darauf daraus darf darin darüber das dass daß dazu dein
            deine dem den denen denn dennoch der deren des deshalb dessen die dies diese diesem
            diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige
            einigen einmal er erst es etwa etwas euch für ganz gegen gibt hab habe haben hat
            hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer
            in indem ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein keine keinen
            können könnte man manche mehr mein meine meist mit muss müssen nach nachdem neben
            nicht nichts noch nun nur ob oder oft ohne schon sehr sein seine seinem seinen
            seiner seit sich sie sind so sogar solche soll sollen sollte sondern sonst sowie
            statt über um und uns unser unsere unter viel viele vielen vom von vor war waren
            warum was weg weil welche welcher wenn wer werden wie wieder will wir wird wo wobei
            wurde wurden würde zu zum zur zwar zwei zwischen""",
        "fr": """afin ai aie ailleurs ainsi alors après au aucun aucune aujourd aura aussi autour
            autre autres aux avait avant avec avoir ayant beaucoup bien car ce ceci cela celle
            celles celui cependant ces cet cette ceux chaque chez comme comment contre dans de
            depuis des dès deux dit doit donc dont du elle elles en encore entre est et étaient
            était étant été être eu eux fait faire faut fois font fut grâce hui ici il ils
            jamais je jusqu la laquelle le lequel les lesquels leur leurs lors lorsque lui ma
            mais malgré me même mêmes mes moi moins mon ne ni non nos notre nous on ont ou où
            par parce parfois parmi pas pendant peu peut peuvent plus plusieurs plutôt pour
            pourquoi près puis qu quand que quel quelle quelles quelque quelques quels qui quoi
            sa sans se selon sera ses si sinon soit son sont sous souvent sur ta tandis tant te
            tel telle telles tels tes toi ton toujours tous tout toute toutefois toutes très
            trop tu un une vers voici voilà vos votre vous vraiment""",
        "es": """ahí ahora al algo alguna algunas alguno algunos allí ambos ante antes aquel aquella
            aquellos aquí así aún aunque bajo bien cada casi como cómo con contra cosa cosas
            cual cuál cuales cualquier cuando cuándo cuanto de debe deben del desde después
            donde dónde dos durante el él ella ellas ellos en entonces entre era eran eres es
            esa esas ese eso esos esta está estaba estado están estar estas este esto estos fin
            fue fueron ha haber había hace hacer hacia han hasta hay he incluso la las le les lo
            los luego más me mediante menos mi mientras mis mismo misma mismos mucho muchos muy
            nada ni ningún ninguna no nos nosotros nuestra nuestro nunca otra otras otro otros
            para pero poco por porque puede pueden pues que qué quien quién se sea según ser si
            sí sido siempre sin sino sobre solo sólo son su sus también tan tanto te tener tiene
            tienen toda todas todavía todo todos tras tu tus un una unas uno unos usted vez
            veces ya yo""",
        "pt": """ainda além algo alguma algumas algum alguns ali ambos antes ao aos apenas aquela
            aquele aqueles aquilo as assim até através bem cada com como contra cuja cujo da das
            de dela dele deles depois desde dessa desse desta deste deve devem disso disto do
            dois dos durante duas ela elas ele eles em então enquanto entre era eram essa essas
            esse esses esta está estão estar estas este estes eu faz fazer foi foram há isso
            isto já lá lhe mais mas me mediante mesma mesmo meu minha muita muitas muito muitos
            na nada não nas nem nenhum nessa nesse nesta neste no nos nós nossa nosso num numa
            nunca onde os ou outra outras outro outros para pela pelas pelo pelos pode podem
            pois por porque portanto porém pouco qual quais qualquer quando quanto que quem são
            se seja sem sempre sendo ser seu seus sido só sob sobre sua suas tal também tanto
            tão te tem têm ter teu toda todas todo todos três tu tudo um uma umas uns vez vezes
            você vocês""",
        "it": """ad agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche
            ancora avere aveva bene che chi ci ciascuno cioè ciò coi col come con contro cosa
            così cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello
            dentro deve di dopo dove due dunque durante ecco ed egli ella era erano esse essere
            essi esso fa fare fatto fin fino fra fu furono gli già ha hai hanno ho il in infatti
            insieme invece io la là le lei li lo loro lui lungo ma mai me mediante meno mentre
            mi mia mio molte molti molto ne negli nei nel nell nella nelle nello nessun nessuna
            niente noi non nostra nostro nulla ogni oltre oppure ora per perché perciò però più
            poco poi possono prima proprio può qual quale quali qualche quando quanto quasi quei
            quella quelle quelli quello quest questa queste questi questo qui quindi se sempre
            senza sei si sia siamo siano sono sopra sotto sta stata stati stato stesso su sua
            sue sugli sui sul sull sulla sulle suo suoi tale tali tanto te ti tra troppo tu
            tutta tutte tutti tutto un una uno verso vi viene voi volta volte""",
        "nl": """aan aangezien achter af al alle alleen alles als altijd andere anders ben beneden
            bij bijna binnen boven daar daarna daarom dan dat de deze die dit doen door dus een
            eens elk elke en enkele er erg gaan gaat geen gewoon had hadden heb hebben hebt
            heeft heel hem hen het hier hij hoe hoewel hun iemand iets ik in is ja je jou jouw
            kan kon kunnen maar mag me meer men met mij mijn minder moet moeten na naar naast
            niet niets nog nu of om omdat onder ons onze ook op over reeds sinds soms te tegen
            tijdens toch toen tot tussen twee uit van vanaf veel vele voor vooral waar waarbij
            waardoor waarom wanneer want waren was wat we weer wel welke werd werden wie wij wil
            worden wordt zal ze zeer zelf zich zij zijn zo zoals zonder zou zouden zulke""",
        "ru": """без более больше будет будут бы был была были было быть вам вас ведь весь во вот все
            всё всегда всего всех вы где да даже два для до других его ее её если есть еще ещё
            же за здесь из или им имеет иногда их как какая какие какой когда который которая
            которое которые которых кто ли либо лишь лучше между меня мне много может можно мой
            мы на над надо нам нас не него нее неё ней нет нибудь ни них но ну об один однако он
            она они оно от очень перед по под после потом потому почти при про просто раз разве
            с сам самый свой своей своего своих себе себя со так также такая такие такой там
            тебя тем то тогда того тоже только том тот три тут ты у уже хотя хоть чего чем через
            что чтобы чуть эта эти этим этих это этого этой этом этот эту являются является""",
    }.items()
}

# Chinese and Japanese write no spaces: a pair of characters that holds one of these names nothing.
CJK_STOP_CHARACTERS = frozenset(
    "的了是在和也就都而及与或一不有我你他她它们这那个之于以其被把让从到对为所并着过吗呢吧啊"
    "很还要会可能去来上下中没如何什么怎么"
    "のはがをにへとでもやかなねよだたてしいるれさすこそあどんうくけまりらえおきちつせみめわ"
)
